-- The newest stories with most publisher families.
select
    stories.story_id,
    stories.headline,
    stories.article_count,
    stories.family_count,
    stories.origin_source_id,
    sources.name as origin_source_name,
    stories.first_reported_at
from stories
left join sources on stories.origin_source_id = sources.source_id
order by stories.first_reported_at::date desc, stories.family_count desc, stories.article_count desc, stories.story_id asc
limit 20
