-- grain: one row per value of a measure and place, day for which it was given and earlier period that it is about
-- Views that compare or count figures read this one, so that they mean the same by a figure and by its period.
with figures as (
    select
        number_tellings.figure_id,
        number_tellings.series_id,
        number_tellings.measure_key,
        number_tellings.place_id,
        number_tellings.as_of,
        number_tellings.period_start,
        number_tellings.period_end,
        number_tellings.low_value,
        number_tellings.high_value,
        number_tellings.bound,
        mode(number_tellings.measure order by number_tellings.measure) as measure,
        mode(number_tellings.counted_norm order by number_tellings.counted_norm) as counted_norm,
        mode(number_tellings.kind order by number_tellings.kind) as kind,
        mode(number_tellings.unit order by number_tellings.unit) as unit,
        mode(number_tellings.currency order by number_tellings.currency) as currency,
        mode(number_tellings.counted_text order by number_tellings.counted_text) as counted_text,
        mode(number_tellings.scope_place order by number_tellings.scope_place) as scope_place,
        arg_min(number_tellings.surface, number_tellings.number_id) as surface,
        min(number_tellings.number_id) as example_number_id,
        list_sort(
            list(distinct number_tellings.speaker_name) filter (where number_tellings.speaker_name is not null)
        ) as said_by,
        list_sort(
            list(distinct { 'story_id': number_tellings.story_id, 'speaker_name': number_tellings.speaker_name })
        ) as tellings,
        list_sort(
            list(distinct number_tellings.source_name) filter (where number_tellings.source_name is not null)
        ) as outlets,
        min(number_tellings.reported_on) as first_reported_on,
        list_sort(list(distinct number_tellings.article_id)) as article_ids,
        list_sort(list(distinct number_tellings.story_id)) as story_ids,
        list_sort(list(distinct number_tellings.publisher_family_id)) as publisher_family_ids,
        count(distinct number_tellings.article_id) as article_count,
        count(distinct number_tellings.story_id) as origin_count,
        count(distinct number_tellings.publisher_family_id) as family_count,
    from number_tellings
    -- Where a change starts from held on an earlier day that the text does not give.
    where not number_tellings.is_start_of_change
    group by
        number_tellings.figure_id, number_tellings.series_id, number_tellings.measure_key, number_tellings.place_id,
        number_tellings.as_of, number_tellings.period_start, number_tellings.period_end, number_tellings.low_value,
        number_tellings.high_value, number_tellings.bound
)

select
    figures.figure_id,
    figures.series_id,
    figures.measure_key,
    figures.measure,
    figures.counted_norm,
    figures.place_id,
    figures.as_of,
    figures.period_start,
    figures.period_end,
    figures.low_value,
    figures.high_value,
    figures.bound,
    figures.kind,
    figures.unit,
    figures.currency,
    figures.counted_text,
    figures.scope_place,
    figures.surface,
    figures.example_number_id,
    coalesce(figures.said_by, []) as said_by,
    figures.tellings,
    coalesce(figures.outlets, []) as outlets,
    figures.first_reported_on,
    figures.article_ids,
    figures.story_ids,
    figures.publisher_family_ids,
    figures.article_count,
    figures.origin_count,
    figures.family_count,
from figures
