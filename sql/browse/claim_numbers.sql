-- The figures in the statement.
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
    numbers.measure_key,
    numbers.rule,
    measured.figure_id,
from numbers
left join measured on numbers.measure_key = measured.measure_key
where
    numbers.article_version_id = $article_version_id
    and numbers.captured_on = $captured_on
    and numbers.in_headline = $in_headline
    and numbers.start_char >= $start_char
    and numbers.end_char <= $end_char
order by numbers.start_char
