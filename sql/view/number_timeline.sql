-- grain: one row per value of a measure and day for which it was given
with figures as (
    select
        numbers.measure_key,
        coalesce(numbers.as_of, articles_current.reported_on) as as_of,
        coalesce(numbers.value, numbers.value_low) as low_value,
        coalesce(numbers.value, numbers.value_high) as high_value,
        numbers.bound,
        numbers.kind,
        numbers.unit,
        numbers.currency,
        numbers.counted_text,
        numbers.scope_place,
        numbers.number_id,
        numbers.surface,
        numbers.said_by,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.publisher_family_id,
        articles_current.reported_on,
    from numbers
    inner join articles_current on numbers.article_version_id = articles_current.article_version_id
    where not numbers.is_boilerplate and numbers.measure_key is not null
),

counted as (
    select
        figures.measure_key,
        figures.as_of,
        figures.low_value,
        figures.high_value,
        figures.bound,
        mode(figures.kind order by figures.kind) as kind,
        mode(figures.unit order by figures.unit) as unit,
        mode(figures.currency order by figures.currency) as currency,
        mode(figures.counted_text order by figures.counted_text) as counted_text,
        mode(figures.scope_place order by figures.scope_place) as scope_place,
        arg_min(figures.surface, figures.number_id) as surface,
        min(figures.number_id) as example_number_id,
        list_sort(list(distinct figures.said_by) filter (where figures.said_by is not null)) as said_by,
        min(figures.reported_on) as first_reported_on,
        count(distinct figures.article_id) as article_count,
        count(distinct figures.story_id) as origin_count,
        count(distinct figures.publisher_family_id) as family_count,
    from figures
    group by figures.measure_key, figures.as_of, figures.low_value, figures.high_value, figures.bound
),

gap_days as (
    select distinct coverage_gaps.reported_on
    from coverage_gaps
)

select
    left(
        sha256(
            concat_ws('|', counted.measure_key, counted.as_of, counted.low_value, counted.high_value, counted.bound)
        ),
        32
    ) as figure_id,
    counted.measure_key,
    counted.as_of,
    counted.low_value,
    counted.high_value,
    counted.bound,
    counted.kind,
    counted.unit,
    counted.currency,
    counted.counted_text,
    counted.scope_place,
    counted.surface,
    counted.example_number_id,
    coalesce(counted.said_by, []) as said_by,
    counted.first_reported_on,
    counted.article_count,
    counted.origin_count,
    counted.family_count,
    gap_days.reported_on is not null as is_coverage_gap,
from counted
left join gap_days on counted.as_of = gap_days.reported_on
