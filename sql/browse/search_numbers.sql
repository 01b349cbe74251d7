-- Figures of which the counted thing, the measure or the place holds the words.
select
    number_series.figure_id,
    number_series.surface,
    number_series.counted_text,
    number_series.measure,
    number_series.scope_place,
    number_series.as_of,
    number_series.low_value,
    number_series.high_value,
    number_series.bound,
    number_series.unit,
    number_series.said_by,
    number_series.article_count,
    number_series.origin_count
from number_series
where
    contains(
        lower(concat_ws(' ', number_series.counted_text, number_series.measure, number_series.unit, number_series.scope_place)),
        lower($words)
    )
order by number_series.origin_count desc, number_series.as_of desc, number_series.figure_id asc
limit 20
