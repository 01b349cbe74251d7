-- grain: one row per story: a reported text and its copies
with members as (
    select
        story_members.story_id,
        story_members.article_id,
        story_members.source_id,
        story_members.is_origin,
        story_members.shared_share,
        story_members.lag_s,
        story_members.reported_at,
        story_members.syndication_credit,
        sources.publisher_family_id,
    from story_members
    inner join sources on story_members.source_id = sources.source_id
)

select
    members.story_id,
    members.story_id as origin_article_id,
    min(members.source_id) filter (where members.is_origin) as origin_source_id,
    min(articles_current.headline) as headline,
    count(*)::integer as article_count,
    count(distinct members.source_id)::integer as source_count,
    count(distinct members.publisher_family_id)::integer as family_count,
    min(members.reported_at) as first_reported_at,
    max(members.reported_at) as last_reported_at,
    max(members.lag_s) as longest_lag_s,
    -- A copy that credits someone says itself that it was not first.
    coalesce(
        bool_and(
            members.syndication_credit is not null or coalesce(members.lag_s, 0) > 0
        ) filter (where not members.is_origin),
        true
    ) as is_origin_known,
    avg(members.shared_share) filter (where not members.is_origin) as copy_shared_share,
    count(members.syndication_credit) filter (where not members.is_origin)::integer as credited_copy_count,
    coalesce(
        list_sort(list(distinct members.syndication_credit) filter (where members.syndication_credit is not null)), []
    ) as credits,
from members
inner join articles_current on members.story_id = articles_current.article_id
group by members.story_id
