-- Its figures: value, unit, what is counted, of when and by whom.
with measured as (
    select
        number_series.measure_key,
        min(number_series.figure_id) as figure_id
    from number_series
    group by number_series.measure_key
)

select
    numbers.number_id,
    numbers.value,
    numbers.value_low,
    numbers.value_high,
    numbers.bound,
    numbers.kind,
    numbers.unit,
    numbers.currency,
    numbers.counted_text,
    numbers.as_of,
    numbers.said_by,
    numbers.said_by_claim_id,
    numbers.scope_place,
    numbers.change,
    numbers.measure,
    measured.figure_id,
    numbers.in_headline,
    numbers.start_char,
    numbers.end_char,
    numbers.surface,
    numbers.is_boilerplate,
    numbers.rule,
from numbers
left join measured on numbers.measure_key = measured.measure_key
where numbers.article_version_id = $id and numbers.captured_on = $captured_on
order by numbers.in_headline desc, numbers.start_char asc
