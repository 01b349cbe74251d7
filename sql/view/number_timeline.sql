-- grain: one row per value of a measure and place, day for which it was given and earlier period that it is about
with gap_days as (
    select distinct coverage_gaps.reported_on
    from coverage_gaps
)

select
    number_series.figure_id,
    number_series.measure_key,
    number_series.measure,
    number_series.counted_norm,
    number_series.place_id,
    number_series.as_of,
    number_series.period_start,
    number_series.period_end,
    number_series.low_value,
    number_series.high_value,
    number_series.bound,
    number_series.kind,
    number_series.unit,
    number_series.currency,
    number_series.counted_text,
    number_series.scope_place,
    number_series.surface,
    number_series.example_number_id,
    number_series.said_by,
    number_series.outlets,
    number_series.first_reported_on,
    number_series.article_count,
    number_series.origin_count,
    number_series.family_count,
    gap_days.reported_on is not null as is_coverage_gap,
from number_series
left join gap_days on number_series.as_of = gap_days.reported_on
