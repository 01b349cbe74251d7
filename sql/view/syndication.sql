-- grain: one row per pair of publishers of which one printed texts of the other
select
    stories.origin_source_id,
    story_members.source_id as copying_source_id,
    origin_sources.publisher_family_id = copying_sources.publisher_family_id as is_same_family,
    count(distinct story_members.article_id) as article_count,
    count(distinct story_members.story_id) as origin_count,
    1::bigint + (origin_sources.publisher_family_id != copying_sources.publisher_family_id)::bigint as family_count,
    count(story_members.syndication_credit) / count(*) as credited_share,
    -- Rounded: the last digits of a mean depend on the order of its parts.
    round(avg(story_members.shared_share), 6) as shared_share,
    median(story_members.lag_s) as median_lag_s,
    count(*) filter (where story_members.lag_precision = 'time') / count(*) as timed_share,
    count(*) filter (where stories.is_origin_known) / count(*) as known_origin_share,
from story_members
inner join stories on story_members.story_id = stories.story_id
inner join sources as origin_sources on stories.origin_source_id = origin_sources.source_id
inner join sources as copying_sources on story_members.source_id = copying_sources.source_id
where not story_members.is_origin and story_members.source_id != stories.origin_source_id
group by
    stories.origin_source_id, story_members.source_id, origin_sources.publisher_family_id,
    copying_sources.publisher_family_id
