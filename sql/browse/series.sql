-- Every value given for the measure, over time.
with asked as (
    select
        number_series.measure_key,
        number_series.place_id
    from number_series
    where number_series.figure_id = $id
)

select
    number_series.figure_id,
    number_series.measure_key,
    number_series.measure,
    number_series.counted_text,
    number_series.scope_place,
    number_series.as_of,
    number_series.period_start,
    number_series.period_end,
    number_series.low_value,
    number_series.high_value,
    number_series.bound,
    number_series.unit,
    number_series.currency,
    number_series.surface,
    number_series.said_by,
    number_series.outlets,
    number_series.first_reported_on,
    number_series.example_number_id,
    number_series.article_count,
    number_series.origin_count,
    number_series.family_count,
    corroboration.backing,
    numbers.article_version_id,
from number_series
inner join asked
    on number_series.measure_key = asked.measure_key and number_series.place_id is not distinct from asked.place_id
left join corroboration on number_series.figure_id = corroboration.figure_id
left join numbers on number_series.example_number_id = numbers.number_id
order by number_series.as_of, number_series.low_value
limit 500
