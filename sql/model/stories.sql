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
        story_members.credited_publisher,
        sources.name as source_name,
        sources.publisher_family_id,
    from story_members
    inner join sources on story_members.source_id = sources.source_id
),

grouped as (
    select
        members.story_id,
        mode(members.credited_publisher order by members.credited_publisher) as credited_publisher,
        min(members.source_name) filter (where members.is_origin) as origin_source_name,
        min(members.source_id) filter (where members.is_origin) as origin_source_id,
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
        -- Rounded: the last digits of a mean depend on the order of its parts.
        round(avg(members.shared_share) filter (where not members.is_origin), 6) as copy_shared_share,
        count(members.syndication_credit) filter (where not members.is_origin)::integer as credited_copy_count,
        coalesce(
            list_sort(list(distinct members.syndication_credit) filter (where members.syndication_credit is not null)), []
        ) as credits,
    from members
    group by members.story_id
)

select
    grouped.story_id,
    grouped.story_id as origin_article_id,
    grouped.origin_source_id,
    coalesce(grouped.credited_publisher, if(grouped.is_origin_known, grouped.origin_source_name, null)) as origin_publisher,
    case
        when grouped.credited_publisher is not null then 'credited'
        when grouped.is_origin_known then 'first'
    end as origin_publisher_method,
    articles_current.headline,
    grouped.article_count,
    grouped.source_count,
    grouped.family_count,
    grouped.first_reported_at,
    grouped.last_reported_at,
    grouped.longest_lag_s,
    grouped.is_origin_known,
    grouped.copy_shared_share,
    grouped.credited_copy_count,
    grouped.credits,
from grouped
inner join articles_current on grouped.story_id = articles_current.article_id
