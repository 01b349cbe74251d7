-- The figures it gave.
-- Rows are sought by one narrow column at a time, as what it said is.
with named as materialized (
    select
        article_entities.article_version_id,
        article_entities.entity_key,
    from article_entities
    where article_entities.entity_id = $id
),

likely as materialized (
    select claims.rowid as claim_row
    from claims
    where claims.speaker_entity_key in (select distinct named.entity_key from named)
),

spoken as materialized (
    select
        claims.claim_id,
        claims.article_version_id,
        claims.speaker_entity_key,
    from claims
    where claims.rowid in (select likely.claim_row from likely)
),

said as materialized (
    select spoken.claim_id
    from named
    inner join spoken
        on named.article_version_id = spoken.article_version_id and named.entity_key = spoken.speaker_entity_key
),

given as materialized (
    select numbers.rowid as number_row
    from numbers
    where numbers.said_by_claim_id in (select said.claim_id from said)
),

newest as materialized (
    select
        numbers.rowid as number_row,
        numbers.start_char,
        articles_current.source_id,
        articles_current.source_name,
        articles_current.reported_on,
    from numbers
    inner join articles_current on numbers.article_version_id = articles_current.article_version_id
    where
        numbers.rowid in (select given.number_row from given)
        and not numbers.is_boilerplate
        and numbers.kind not in ('year', 'date_part', 'time_part', 'name_part')
    order by articles_current.reported_on desc, numbers.start_char asc, numbers.rowid asc
    limit 60
),

measured as (
    select
        number_series.measure_key,
        min(number_series.figure_id) as figure_id,
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
    newest.source_id,
    newest.source_name,
    newest.reported_on,
    numbers.article_version_id,
from newest
inner join numbers on newest.number_row = numbers.rowid
left join measured on numbers.measure_key = measured.measure_key
order by newest.reported_on desc, newest.start_char asc, newest.number_row asc
