-- Who gives which value for the same measure, place and day as a figure of this statement.
select
    number_series.figure_id,
    number_series.measure_key,
    number_series.surface,
    number_series.bound,
    number_series.counted_text,
    number_series.as_of,
    number_series.outlets,
    number_series.said_by,
    number_series.low_value,
    number_series.high_value,
    number_series.article_count,
    number_series.origin_count,
    number_series.family_count,
from number_series
inner join conflicting_numbers
    on
        number_series.measure_key = conflicting_numbers.measure_key
        and number_series.place_id is not distinct from conflicting_numbers.place_id
        and number_series.as_of = conflicting_numbers.as_of
where list_contains($measure_keys, number_series.measure_key)
order by number_series.as_of, number_series.low_value, number_series.figure_id
limit 50
