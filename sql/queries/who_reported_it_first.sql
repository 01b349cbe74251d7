-- Who reported a story first, and how long did the copies take? Most printed first.
select
    stories.headline,
    sources.name as first_at,
    stories.is_origin_known,
    stories.first_reported_at,
    stories.article_count,
    stories.family_count,
    stories.longest_lag_s / 3600 as longest_lag_hours,
    stories.credited_copy_count,
from stories
inner join sources on stories.origin_source_id = sources.source_id
where stories.article_count > 1
order by stories.article_count desc, stories.story_id asc
