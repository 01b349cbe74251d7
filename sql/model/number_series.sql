-- grain: one row per value of a measure and place, day for which it was given and earlier period that it is about
-- Views that compare or count figures read this one, so that they mean the same by a figure and by its period.
with figures as (
    select
        numbers.measure_key,
        numbers.measure,
        numbers.counted_norm,
        numbers.place_id,
        coalesce(numbers.as_of, articles_current.reported_on) as as_of,
        numbers.period_end is not null
        and (
            numbers.period_end < coalesce(numbers.as_of, articles_current.reported_on) - 7
            or numbers.period_end > coalesce(numbers.as_of, articles_current.reported_on) + 7
            or numbers.period_end - numbers.period_start > 7
        ) as is_about_period,
        numbers.period_start,
        numbers.period_end,
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
        articles_current.source_name,
        articles_current.reported_on,
    from numbers
    inner join articles_current on numbers.article_version_id = articles_current.article_version_id
    -- Where a change starts from held on an earlier day that the text does not give.
    where not numbers.is_boilerplate and numbers.measure_key is not null and numbers.change is distinct from 'from'
),

-- A place without an id is the one that all others of this measure have; where these differ it stays unknown.
known as (
    select
        figures.measure_key,
        min(figures.place_id) as place_id,
    from figures
    group by figures.measure_key
    having count(distinct figures.place_id) = 1
),

placed as (
    select
        figures.* exclude (period_start, period_end, place_id),
        coalesce(figures.place_id, known.place_id) as place_id,
        if(figures.is_about_period, figures.period_start, null) as period_start,
        if(figures.is_about_period, figures.period_end, null) as period_end,
    from figures
    left join known on figures.measure_key = known.measure_key
),

counted as (
    select
        placed.measure_key,
        placed.place_id,
        placed.as_of,
        placed.period_start,
        placed.period_end,
        placed.low_value,
        placed.high_value,
        placed.bound,
        mode(placed.measure order by placed.measure) as measure,
        mode(placed.counted_norm order by placed.counted_norm) as counted_norm,
        mode(placed.kind order by placed.kind) as kind,
        mode(placed.unit order by placed.unit) as unit,
        mode(placed.currency order by placed.currency) as currency,
        mode(placed.counted_text order by placed.counted_text) as counted_text,
        mode(placed.scope_place order by placed.scope_place) as scope_place,
        arg_min(placed.surface, placed.number_id) as surface,
        min(placed.number_id) as example_number_id,
        list_sort(list(distinct placed.said_by) filter (where placed.said_by is not null)) as said_by,
        list_sort(list(distinct { 'story_id': placed.story_id, 'speaker_name': placed.said_by })) as tellings,
        list_sort(list(distinct placed.source_name) filter (where placed.source_name is not null)) as outlets,
        min(placed.reported_on) as first_reported_on,
        list_sort(list(distinct placed.article_id)) as article_ids,
        list_sort(list(distinct placed.story_id)) as story_ids,
        list_sort(list(distinct placed.publisher_family_id)) as publisher_family_ids,
        count(distinct placed.article_id) as article_count,
        count(distinct placed.story_id) as origin_count,
        count(distinct placed.publisher_family_id) as family_count,
    from placed
    group by
        placed.measure_key, placed.place_id, placed.as_of, placed.period_start, placed.period_end, placed.low_value,
        placed.high_value, placed.bound
)

select
    left(
        sha256(
            concat_ws(
                '|', counted.measure_key, coalesce(counted.place_id, ''), counted.as_of,
                coalesce(counted.period_start::varchar, ''), coalesce(counted.period_end::varchar, ''),
                counted.low_value, counted.high_value, counted.bound
            )
        ),
        32
    ) as figure_id,
    counted.measure_key,
    counted.measure,
    counted.counted_norm,
    counted.place_id,
    counted.as_of,
    counted.period_start,
    counted.period_end,
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
    counted.tellings,
    coalesce(counted.outlets, []) as outlets,
    counted.first_reported_on,
    counted.article_ids,
    counted.story_ids,
    counted.publisher_family_ids,
    counted.article_count,
    counted.origin_count,
    counted.family_count,
from counted
