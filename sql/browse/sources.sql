-- All publishers with articles.
with ways as (
    select distinct
        captures.source_id as publisher_id,
        feeds.source_id
    from ops.captures as captures
    inner join ops.feeds as feeds on captures.listed_in_url = feeds.url
    union
    select
        source_profile.source_id as publisher_id,
        source_profile.source_id
    from source_profile
),

newest as (
    select
        source_health.source_id,
        arg_max(source_health.state, source_health.reported_on) as state
    from source_health
    group by source_health.source_id
),

-- Of a publisher that comes in by several lists, what is wrong with any of them.
health as (
    select
        ways.publisher_id,
        coalesce(min(newest.state) filter (where newest.state != 'ok'), 'ok') as state
    from ways
    inner join newest on ways.source_id = newest.source_id
    group by ways.publisher_id
)

select
    source_profile.source_id,
    source_profile.name,
    health.state,
    source_profile.article_count,
    source_profile.copied_share,
    source_profile.undated_share,
    source_profile.changed_share,
    source_profile.unnamed_share,
    source_profile.attributed_number_share,
    source_profile.last_reported_on
from source_profile
left join health on source_profile.source_id = health.publisher_id
order by source_profile.article_count desc, source_profile.source_id asc
limit 300
