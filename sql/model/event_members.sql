-- grain: one row per story, with the event it reports
with recursive both_ways as (  -- noqa: PRS
    select
        event_links.story_id,
        event_links.other_story_id,
    from event_links
    union all
    select
        event_links.other_story_id as story_id,
        event_links.story_id as other_story_id,
    from event_links
),

degrees as (
    select
        both_ways.story_id,
        count(*) as neighbour_count,
    from both_ways
    group by both_ways.story_id
),

common as (
    select
        event_links.story_id,
        event_links.other_story_id,
        count(*) as common_count,
    from event_links
    inner join both_ways as one on event_links.story_id = one.story_id
    inner join both_ways as other
        on event_links.other_story_id = other.story_id and one.other_story_id = other.other_story_id
    group by event_links.story_id, event_links.other_story_id
),

-- A link that alone joins two groups is no chain: both its stories have others, and none in common.
firm as (
    select
        event_links.story_id,
        event_links.other_story_id,
    from event_links
    inner join degrees as one on event_links.story_id = one.story_id
    inner join degrees as other on event_links.other_story_id = other.story_id
    left join common
        on event_links.story_id = common.story_id and event_links.other_story_id = common.other_story_id
    where common.common_count > 0 or least(one.neighbour_count, other.neighbour_count) = 1
),

neighbours as (
    select
        firm.story_id,
        firm.other_story_id,
    from firm
    union
    select
        firm.other_story_id as story_id,
        firm.story_id as other_story_id,
    from firm
),

-- Connected stories take over the smallest id among them.
components(story_id, root_id) using key (story_id) as (
    select
        stories.story_id,
        stories.story_id as root_id,
    from stories
    union
    select
        neighbours.other_story_id as story_id,
        min(components.root_id) as root_id,
    from components
    inner join neighbours on components.story_id = neighbours.story_id
    inner join recurring.components as known on neighbours.other_story_id = known.story_id
    where components.root_id < known.root_id
    group by neighbours.other_story_id
)

select
    stories.story_id,
    first_value(stories.story_id) over reported as event_id,
    row_number() over reported = 1 as is_first,
    coalesce(degrees.neighbour_count, 0)::integer as link_count,
    stories.first_reported_at as reported_at,
from components
inner join stories on components.story_id = stories.story_id
left join degrees on stories.story_id = degrees.story_id
window reported as (partition by components.root_id order by stories.first_reported_at, stories.story_id)
