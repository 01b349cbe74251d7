-- grain: one row per event: stories that report the same in other words
with members as (
    select
        event_members.event_id,
        event_members.story_id,
        story_members.article_id,
        story_members.source_id,
        sources.publisher_family_id,
        story_members.reported_at,
        story_members.reported_grade,
    from event_members
    inner join story_members on event_members.story_id = story_members.story_id
    inner join sources on story_members.source_id = sources.source_id
)

select
    members.event_id,
    stories.headline,
    stories.origin_source_id as first_source_id,
    min(members.reported_at) as first_reported_at,
    max(members.reported_at) as last_reported_at,
    count(*)::integer as article_count,
    count(distinct members.story_id)::integer as origin_count,
    count(distinct members.source_id)::integer as source_count,
    count(distinct members.publisher_family_id)::integer as family_count,
    count(*) filter (where members.reported_grade = 'undated')::integer as undated_article_count,
from members
inner join stories on members.event_id = stories.story_id
group by members.event_id, stories.headline, stories.origin_source_id
