-- grain: one row per article of an event
select
    event_members.event_id,
    story_members.article_id,
    story_members.story_id,
    story_members.source_id,
    articles_current.publisher_family_id,
    story_members.is_origin,
    story_members.syndication_credit,
    story_members.reported_grade,
    story_members.reported_at,
    -- The day of the hour that is known, so that hours and days of one event compare.
    if(
        story_members.reported_grade = 'time',
        (story_members.reported_at at time zone 'UTC')::date,
        story_members.reported_on
    ) as known_on,
from event_members
inner join story_members on event_members.story_id = story_members.story_id
inner join articles_current on story_members.article_id = articles_current.article_id
where articles_current.article_type not in ('video', 'other')
