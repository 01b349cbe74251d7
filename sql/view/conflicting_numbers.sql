-- grain: one row per measure and day for which values were given that cannot all be right
with given as (
    select
        number_timeline.measure_key,
        number_timeline.as_of,
        number_timeline.low_value,
        number_timeline.high_value,
        number_timeline.bound,
        number_timeline.unit,
        number_timeline.currency,
        number_timeline.counted_text,
        number_timeline.surface,
        number_timeline.said_by,
        number_timeline.article_count,
        number_timeline.origin_count,
        number_timeline.family_count,
        number_timeline.is_coverage_gap,
        -- What a value allows: a bound is open to one side, a rounded value may be a tenth off.
        case
            when number_timeline.bound in ('at_most', 'less_than') then null
            when number_timeline.bound in ('about', 'nearly') then number_timeline.low_value * 0.9
            else number_timeline.low_value
        end as smallest,
        case
            when number_timeline.bound in ('at_least', 'more_than') then null
            when number_timeline.bound in ('about', 'nearly') then number_timeline.high_value * 1.1
            else number_timeline.high_value
        end as largest,
    from number_timeline
    where
        number_timeline.low_value is not null
        and number_timeline.high_value is not null
        and number_timeline.kind in ('count', 'money', 'percent', 'measure', 'ratio', 'percentage_point')
),

compared as (
    select
        given.measure_key,
        given.as_of,
        mode(given.unit order by given.unit) as unit,
        mode(given.currency order by given.currency) as currency,
        mode(given.counted_text order by given.counted_text) as counted_text,
        min(given.low_value) as lowest_value,
        max(given.high_value) as highest_value,
        max(given.smallest) as highest_smallest,
        min(given.largest) as lowest_largest,
        count(*) as value_count,
        list(
            {
                'surface': given.surface,
                'low_value': given.low_value,
                'high_value': given.high_value,
                'bound': given.bound,
                'said_by': given.said_by,
                'article_count': given.article_count,
                'origin_count': given.origin_count,
                'family_count': given.family_count
            }
            order by given.low_value, given.high_value, given.bound
        ) as values_given,
        bool_or(given.is_coverage_gap) as is_coverage_gap,
    from given
    group by given.measure_key, given.as_of
),

counted as (
    select
        numbers.measure_key,
        coalesce(numbers.as_of, articles_current.reported_on) as as_of,
        count(distinct articles_current.article_id) as article_count,
        count(distinct articles_current.story_id) as origin_count,
        count(distinct articles_current.publisher_family_id) as family_count,
    from numbers
    inner join articles_current on numbers.article_version_id = articles_current.article_version_id
    where not numbers.is_boilerplate and numbers.measure_key is not null
    group by numbers.measure_key, coalesce(numbers.as_of, articles_current.reported_on)
)

select
    compared.measure_key,
    compared.as_of,
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
where compared.highest_smallest > compared.lowest_largest
