-- The figures it gave.
with measured as (
    select
        number_series.measure_key,
        min(number_series.figure_id) as figure_id
    from number_series
    group by number_series.measure_key
)

select
    numbers.number_id,
    numbers.surface,
    numbers.value,
    numbers.value_low,
    numbers.value_high,
    numbers.bound,
    numbers.unit,
    numbers.counted_text,
    numbers.as_of,
    numbers.said_by,
    measured.figure_id,
    articles_current.source_id,
    articles_current.source_name,
    articles_current.reported_on,
    numbers.article_version_id,
from article_entities
inner join claims
    on
        article_entities.article_version_id = claims.article_version_id
        and article_entities.entity_key = claims.speaker_entity_key
inner join numbers on claims.claim_id = numbers.said_by_claim_id
inner join articles_current on numbers.article_version_id = articles_current.article_version_id
left join measured on numbers.measure_key = measured.measure_key
where
    article_entities.entity_id = $id
    and not numbers.is_boilerplate
    and numbers.kind not in ('year', 'date_part', 'time_part', 'name_part')
order by articles_current.reported_on desc, numbers.start_char asc
limit 60
