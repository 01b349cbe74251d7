-- grain: one row per measure, place, day and period for which values were given that cannot all be right
with given as (
    select
        number_series.figure_id,
        number_series.measure_key,
        number_series.measure,
        number_series.place_id,
        number_series.as_of,
        number_series.period_start,
        number_series.period_end,
        number_series.low_value,
        number_series.high_value,
        number_series.bound,
        number_series.unit,
        number_series.currency,
        number_series.counted_text,
        number_series.surface,
        number_series.said_by,
        number_series.tellings,
        number_series.outlets,
        number_series.article_count,
        number_series.origin_count,
        number_series.family_count,
        -- A round value may be half of its last digit off, at most a twentieth: 3.4 billion, 37,500, 9 percent.
        case
            when number_series.bound in ('about', 'nearly') then 0.1 * abs(number_series.low_value)
            when number_series.kind = 'percent' and number_series.low_value = round(number_series.low_value) then 0.5
            when number_series.kind in ('percent', 'percentage_point') then 0.05
            when number_series.low_value <> round(number_series.low_value) or abs(number_series.low_value) > 1e15 then 0
            else
                least(
                    0.05 * abs(number_series.low_value),
                    pow(10, len(regexp_extract(number_series.low_value::bigint::varchar, '0*$'))) / 2
                )
        end as slack,
    from number_series
    where
        number_series.low_value is not null
        and number_series.high_value is not null
        and number_series.kind in ('count', 'money', 'percent', 'measure', 'ratio', 'percentage_point')
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
            and lower_side.place_id is not distinct from upper_side.place_id
            and lower_side.as_of = upper_side.as_of
            and lower_side.period_start is not distinct from upper_side.period_start
            and lower_side.period_end is not distinct from upper_side.period_end
            and lower_side.largest < upper_side.smallest
            and upper_side.high_value <= 10 * lower_side.low_value
    where len(list_distinct(list_concat(lower_side.tellings, upper_side.tellings))) > 1
),

compared as (
    select
        allowed.measure_key,
        allowed.place_id,
        allowed.as_of,
        allowed.period_start,
        allowed.period_end,
        mode(allowed.measure order by allowed.measure) as measure,
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
    from allowed
    inner join opposed on allowed.figure_id = opposed.figure_id
    group by allowed.measure_key, allowed.place_id, allowed.as_of, allowed.period_start, allowed.period_end
),

-- Every article that gives a value of this measure, day and period, also one that agrees with all others.
counted as (
    select
        number_series.measure_key,
        number_series.place_id,
        number_series.as_of,
        number_series.period_start,
        number_series.period_end,
        len(list_distinct(flatten(list(number_series.article_ids)))) as article_count,
        len(list_distinct(flatten(list(number_series.story_ids)))) as origin_count,
        len(list_distinct(flatten(list(number_series.publisher_family_ids)))) as family_count,
    from number_series
    group by
        number_series.measure_key, number_series.place_id, number_series.as_of, number_series.period_start,
        number_series.period_end
),

gap_days as (
    select distinct coverage_gaps.reported_on
    from coverage_gaps
)

select
    left(
        sha256(
            concat_ws(
                '|', compared.measure_key, coalesce(compared.place_id, ''), compared.as_of,
                coalesce(compared.period_start::varchar, ''), coalesce(compared.period_end::varchar, '')
            )
        ),
        32
    ) as conflict_id,
    compared.measure_key,
    compared.measure,
    compared.place_id,
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
    gap_days.reported_on is not null as is_coverage_gap,
from compared
inner join counted
    on
        compared.measure_key = counted.measure_key
        and compared.place_id is not distinct from counted.place_id
        and compared.as_of = counted.as_of
        and compared.period_start is not distinct from counted.period_start
        and compared.period_end is not distinct from counted.period_end
left join gap_days on compared.as_of = gap_days.reported_on
