-- grain: one row per entity and day on which two days of reporting brought far more of it than the fourteen before
with day_origins as (
    select
        articles_current.reported_on,
        count(distinct articles_current.story_id) as day_origin_count,
    from articles_current
    where not articles_current.is_undated
    group by articles_current.reported_on
),

named as (
    select distinct
        article_entities.entity_id,
        articles_current.reported_on,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.publisher_family_id,
        coalesce(event_members.event_id, articles_current.story_id) as event_id,
    from mentions
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    left join event_members on articles_current.story_id = event_members.story_id
    where not mentions.is_boilerplate and not articles_current.is_undated
),

entity_days as (
    select
        named.entity_id,
        named.reported_on,
        count(distinct named.story_id) as origin_count,
    from named
    group by named.entity_id, named.reported_on
),

days as (
    select
        day_origins.reported_on,
        sum(day_origins.day_origin_count) over recent as recent_total,
        coalesce(sum(day_origins.day_origin_count) over before_day, 0) as earlier_total,
        count(*) over before_day as earlier_day_count,
    from day_origins
    window
        recent as (order by day_origins.reported_on range between interval 1 day preceding and current row),
        before_day as (
            order by day_origins.reported_on range between interval 15 days preceding and interval 2 days preceding
        )
),

windows as (
    select
        entity_days.entity_id,
        entity_days.reported_on,
        sum(entity_days.origin_count) over recent as origin_count,
        coalesce(sum(entity_days.origin_count) over before_day, 0) as earlier_origin_count,
    from entity_days
    window
        recent as (
            partition by entity_days.entity_id
            order by entity_days.reported_on range between interval 1 day preceding and current row
        ),
        before_day as (
            partition by entity_days.entity_id
            order by entity_days.reported_on range between interval 15 days preceding and interval 2 days preceding
        )
),

-- Half a story is added to what was there before, so that something new has an expectation too.
compared as (
    select
        windows.entity_id,
        windows.reported_on,
        windows.origin_count,
        windows.earlier_origin_count,
        (windows.earlier_origin_count + 0.5) * days.recent_total / days.earlier_total as expected_origin_count,
    from windows
    inner join days on windows.reported_on = days.reported_on
    where days.earlier_day_count >= 7 and windows.origin_count >= 5
),

gap_days as (
    select distinct coverage_gaps.reported_on
    from coverage_gaps
),

scored as (
    select
        compared.*,
        (compared.origin_count - compared.expected_origin_count) / sqrt(compared.expected_origin_count) as residual,
    from compared
    where compared.origin_count - compared.expected_origin_count >= 4 * sqrt(compared.expected_origin_count)
),

-- One event that few report is no burst of the name: half a dozen stories are, or two events; and what one or two
-- publishers print is their own liking.
backed as (
    select
        scored.entity_id,
        scored.reported_on,
        count(distinct named.event_id) as event_count,
        count(distinct named.article_id) as article_count,
        count(distinct named.publisher_family_id) as family_count,
    from scored
    inner join named
        on scored.entity_id = named.entity_id and named.reported_on between scored.reported_on - 1 and scored.reported_on
    group by scored.entity_id, scored.reported_on, scored.origin_count
    having
        (count(distinct named.event_id) >= 2 or scored.origin_count >= 6)
        and count(distinct named.publisher_family_id) >= 3
),

gaps as (
    select
        scored.entity_id,
        scored.reported_on,
        count(*) as gap_day_count,
    from scored
    inner join gap_days on gap_days.reported_on between scored.reported_on - 15 and scored.reported_on
    group by scored.entity_id, scored.reported_on
)

select
    scored.entity_id,
    entities.canonical_name,
    entities.entity_type,
    scored.reported_on,
    backed.article_count,
    scored.origin_count::bigint as origin_count,
    backed.event_count,
    backed.family_count,
    scored.earlier_origin_count::bigint as earlier_origin_count,
    scored.expected_origin_count,
    scored.residual,
    gaps.gap_day_count is not null as is_coverage_gap,
from scored
inner join entities on scored.entity_id = entities.entity_id
inner join backed on scored.entity_id = backed.entity_id and scored.reported_on = backed.reported_on
left join gaps on scored.entity_id = gaps.entity_id and scored.reported_on = gaps.reported_on
