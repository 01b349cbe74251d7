-- One story: a reported text and its copies.
select
    stories.story_id,
    stories.origin_article_id,
    stories.origin_source_id,
    stories.headline,
    stories.article_count,
    stories.source_count,
    stories.family_count,
    stories.first_reported_at,
    stories.last_reported_at,
    stories.longest_lag_s,
    stories.is_origin_known,
    stories.copy_shared_share,
    stories.credited_copy_count,
    stories.credits,
    sources.name as origin_source_name
from stories
left join sources on stories.origin_source_id = sources.source_id
where stories.story_id = $id
