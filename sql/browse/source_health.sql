-- Whether it, and the lists that brought its articles, work as they used to.
with ways as (
    select $id as source_id
    union
    select feeds.source_id
    from ops.captures as captures
    inner join ops.feeds as feeds on captures.listed_in_url = feeds.url
    where captures.source_id = $id
)

select
    source_health.source_id,
    source_health.reported_on,
    source_health.state,
    source_health.state_since_on,
    source_health.is_polled,
    source_health.new_item_count,
    source_health.expected_item_count
from ways
inner join source_health on ways.source_id = source_health.source_id
qualify row_number() over (partition by source_health.source_id order by source_health.reported_on desc) = 1
order by source_health.source_id
