-- grain: one row per event that several publishers report
with counted as (
    select
        event_articles.event_id,
        count(*) as article_count,
        count(distinct event_articles.story_id) as origin_count,
        count(distinct event_articles.source_id) as source_count,
        count(distinct event_articles.publisher_family_id) as family_count,
        count(*) filter (where event_articles.known_on is null) as undated_article_count,
        coalesce(
            list_sort(
                list(distinct event_articles.syndication_credit)
                filter (where event_articles.syndication_credit is not null)
            ),
            []
        ) as credited_names,
    from event_articles
    group by event_articles.event_id
    having count(distinct event_articles.source_id) >= 2
),

-- Who credits another was not first, unless nobody else is known.
own as (
    select
        event_articles.event_id,
        event_articles.source_id,
        event_articles.reported_grade,
        event_articles.reported_at,
        event_articles.known_on,
    from event_articles
    where event_articles.known_on is not null
    qualify
        event_articles.syndication_credit is null
        or bool_and(event_articles.syndication_credit is not null) over (partition by event_articles.event_id)
),

first_days as (
    select
        own.event_id,
        own.source_id,
        own.reported_grade,
        own.reported_at,
        own.known_on,
    from own
    qualify own.known_on = min(own.known_on) over (partition by own.event_id)
),

-- One article of that day without a time, and nobody was first by the hour.
first_hours as (
    select
        first_days.event_id,
        min(first_days.known_on) as first_reported_on,
        bool_and(first_days.reported_grade = 'time') as is_timed,
        min(first_days.reported_at) as first_at,
    from first_days
    group by first_days.event_id
),

first_sources as (
    select
        first_hours.event_id,
        first_hours.first_reported_on,
        if(first_hours.is_timed, first_hours.first_at, null) as first_reported_at,
        if(first_hours.is_timed, 'time', 'day') as first_precision,
        list_sort(list(distinct first_days.source_id)) as first_source_ids,
    from first_hours
    inner join first_days on first_hours.event_id = first_days.event_id
    where not first_hours.is_timed or first_days.reported_at = first_hours.first_at
    group by first_hours.event_id, first_hours.first_reported_on, first_hours.is_timed, first_hours.first_at
),

next_sources as (
    select
        first_sources.event_id,
        min(own.reported_at) as next_reported_at,
    from first_sources
    inner join own on first_sources.event_id = own.event_id
    where own.reported_grade = 'time' and not list_contains(first_sources.first_source_ids, own.source_id)
    group by first_sources.event_id
),

gaps as (
    select
        coverage_gaps.reported_on,
        count(*) as missing_source_count,
    from coverage_gaps
    group by coverage_gaps.reported_on
)

select
    counted.event_id,
    events.headline,
    if(len(first_sources.first_source_ids) = 1, first_sources.first_source_ids[1], null) as first_source_id,
    coalesce(first_sources.first_source_ids, []) as first_source_ids,
    first_sources.first_reported_on,
    first_sources.first_reported_at,
    coalesce(first_sources.first_precision, 'undated') as first_precision,
    coalesce(len(first_sources.first_source_ids) > 1, false) as is_tie,
    if(
        first_sources.first_precision = 'time',
        epoch(next_sources.next_reported_at - first_sources.first_reported_at),
        null
    )::double as lead_s,
    counted.credited_names,
    counted.article_count,
    counted.origin_count,
    counted.source_count,
    counted.family_count,
    counted.undated_article_count,
    coalesce(gaps.missing_source_count, 0)::integer as missing_source_count,
    gaps.missing_source_count is not null as is_coverage_gap,
from counted
inner join events on counted.event_id = events.event_id
left join first_sources on counted.event_id = first_sources.event_id
left join next_sources on counted.event_id = next_sources.event_id
left join gaps on first_sources.first_reported_on = gaps.reported_on
