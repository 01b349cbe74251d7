-- grain: one row per value of a measure and place, day for which it was given and earlier period that it is about
with gap_days as (
    select distinct coverage_gaps.reported_on
    from coverage_gaps
),

-- A speaker's figure is superseded by that speaker; one that nobody else is said to give, by whoever revised it first.
superseded as (
    select
        number_series.figure_id,
        min(number_revisions.revised_on) as superseded_on,
        arg_min(
            number_revisions.later_figure_id, (number_revisions.revised_on, number_revisions.revision_id)
        ) as superseded_by_figure_id,
        arg_min(
            number_revisions.revised_by, (number_revisions.revised_on, number_revisions.revision_id)
        ) as revised_by,
    from number_series
    inner join number_revisions
        on
            number_series.series_id = number_revisions.series_id
            and number_series.low_value is not distinct from number_revisions.earlier_low_value
            and number_series.high_value is not distinct from number_revisions.earlier_high_value
            and number_series.bound = number_revisions.earlier_bound
            and number_series.as_of <= number_revisions.revised_on
            and (
                len(number_series.said_by) = 0
                or number_revisions.how = 'said'
                or list_contains(number_series.said_by, number_revisions.revised_by)
            )
    where number_series.period_start is not null or number_revisions.revised_on <= number_series.as_of + 7
    group by number_series.figure_id
)

select
    number_series.figure_id,
    number_series.series_id,
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
    superseded.figure_id is not null as is_superseded,
    superseded.superseded_on,
    superseded.superseded_by_figure_id,
    superseded.revised_by,
    gap_days.reported_on is not null as is_coverage_gap,
from number_series
left join superseded on number_series.figure_id = superseded.figure_id
left join gap_days on number_series.as_of = gap_days.reported_on
