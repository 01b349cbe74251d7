-- grain: one row per measure, day and period for which values were given that cannot all be right
with figures as (
    select distinct
        numbers.measure_key,
        coalesce(numbers.as_of, articles_current.reported_on) as as_of,
        coalesce(numbers.value, numbers.value_low) as low_value,
        coalesce(numbers.value, numbers.value_high) as high_value,
        numbers.bound,
        numbers.said_by as speaker_name,
        articles_current.story_id,
        articles_current.article_id,
        articles_current.publisher_family_id,
    from numbers
    inner join articles_current on numbers.article_version_id = articles_current.article_version_id
    where not numbers.is_boilerplate and numbers.measure_key is not null and numbers.change is distinct from 'from'
),

given as (
    select
        number_timeline.figure_id,
        number_timeline.measure_key,
        number_timeline.as_of,
        number_timeline.period_start,
        number_timeline.period_end,
        number_timeline.low_value,
        number_timeline.high_value,
        number_timeline.bound,
        number_timeline.unit,
        number_timeline.currency,
        number_timeline.counted_text,
        number_timeline.surface,
        number_timeline.said_by,
        number_timeline.outlets,
        number_timeline.article_count,
        number_timeline.origin_count,
        number_timeline.family_count,
        number_timeline.is_coverage_gap,
        -- A round value may be half of its last digit off, at most a twentieth: 3.4 billion, 37,500, 9 percent.
        case
            when number_timeline.bound in ('about', 'nearly') then 0.1 * abs(number_timeline.low_value)
            when number_timeline.kind = 'percent' and number_timeline.low_value = round(number_timeline.low_value) then 0.5
            when number_timeline.kind in ('percent', 'percentage_point') then 0.05
            when number_timeline.low_value <> round(number_timeline.low_value) or abs(number_timeline.low_value) > 1e15 then 0
            else
                least(
                    0.05 * abs(number_timeline.low_value),
                    pow(10, len(regexp_extract(number_timeline.low_value::bigint::varchar, '0*$'))) / 2
                )
        end as slack,
    from number_timeline
    where
        number_timeline.low_value is not null
        and number_timeline.high_value is not null
        and number_timeline.kind in ('count', 'money', 'percent', 'measure', 'ratio', 'percentage_point')
),

allowed as (
    select
        given.*,
        if(given.bound in ('at_most', 'less_than'), null, given.low_value - given.slack) as smallest,
        if(given.bound in ('at_least', 'more_than'), null, given.high_value + given.slack) as largest,
    from given
),

-- Two values of one text and one speaker are parts of a whole or an update, and values more than ten times apart are
-- of different things: both were read on press pages.
opposed as (
    select distinct unnest([lower_side.figure_id, upper_side.figure_id]) as figure_id
    from allowed as lower_side
    inner join allowed as upper_side
        on
            lower_side.measure_key = upper_side.measure_key
            and lower_side.as_of = upper_side.as_of
            and lower_side.period_start is not distinct from upper_side.period_start
            and lower_side.period_end is not distinct from upper_side.period_end
            and lower_side.largest < upper_side.smallest
            and upper_side.high_value <= 10 * lower_side.low_value
    inner join figures as lower_figures
        on
            lower_side.measure_key = lower_figures.measure_key
            and lower_side.as_of = lower_figures.as_of
            and lower_side.low_value = lower_figures.low_value
            and lower_side.high_value = lower_figures.high_value
            and lower_side.bound = lower_figures.bound
    inner join figures as upper_figures
        on
            upper_side.measure_key = upper_figures.measure_key
            and upper_side.as_of = upper_figures.as_of
            and upper_side.low_value = upper_figures.low_value
            and upper_side.high_value = upper_figures.high_value
            and upper_side.bound = upper_figures.bound
    where
        lower_figures.story_id <> upper_figures.story_id
        or lower_figures.speaker_name is distinct from upper_figures.speaker_name
),

compared as (
    select
        allowed.measure_key,
        allowed.as_of,
        allowed.period_start,
        allowed.period_end,
        mode(allowed.unit order by allowed.unit) as unit,
        mode(allowed.currency order by allowed.currency) as currency,
        mode(allowed.counted_text order by allowed.counted_text) as counted_text,
        min(allowed.low_value) as lowest_value,
        max(allowed.high_value) as highest_value,
        count(*) as value_count,
        list(
            {
                'surface': allowed.surface,
                'low_value': allowed.low_value,
                'high_value': allowed.high_value,
                'bound': allowed.bound,
                'said_by': allowed.said_by,
                'outlets': allowed.outlets,
                'article_count': allowed.article_count,
                'origin_count': allowed.origin_count,
                'family_count': allowed.family_count
            }
            order by allowed.low_value, allowed.high_value, allowed.bound
        ) as values_given,
        bool_or(allowed.is_coverage_gap) as is_coverage_gap,
    from allowed
    inner join opposed on allowed.figure_id = opposed.figure_id
    group by allowed.measure_key, allowed.as_of, allowed.period_start, allowed.period_end
),

counted as (
    select
        figures.measure_key,
        figures.as_of,
        count(distinct figures.article_id) as article_count,
        count(distinct figures.story_id) as origin_count,
        count(distinct figures.publisher_family_id) as family_count,
    from figures
    group by figures.measure_key, figures.as_of
)

select
    left(
        sha256(
            concat_ws(
                '|', compared.measure_key, compared.as_of, coalesce(compared.period_start::varchar, ''),
                coalesce(compared.period_end::varchar, '')
            )
        ),
        32
    ) as conflict_id,
    compared.measure_key,
    compared.as_of,
    compared.period_start,
    compared.period_end,
    compared.counted_text,
    compared.unit,
    compared.currency,
    compared.lowest_value,
    compared.highest_value,
    compared.highest_value / nullif(compared.lowest_value, 0) as spread_ratio,
    compared.value_count,
    compared.values_given,
    counted.article_count,
    counted.origin_count,
    counted.family_count,
    compared.is_coverage_gap,
from compared
inner join counted on compared.measure_key = counted.measure_key and compared.as_of = counted.as_of
