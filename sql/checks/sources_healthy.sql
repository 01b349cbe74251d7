-- grain: one row per source that is in trouble on its last day, while other sources go on
with last_days as (
    select
        source_health.source_id,
        max(source_health.reported_on) as last_on,
    from source_health
    group by source_health.source_id
),

newest as (select max(last_days.last_on) as newest_on from last_days)

select
    source_health.source_id,
    source_health.state,
    source_health.state_since_on,
    source_health.reported_on,
from source_health
inner join last_days
    on source_health.source_id = last_days.source_id and source_health.reported_on = last_days.last_on
cross join newest
where
    source_health.state <> 'ok'
    and source_health.reported_on >= newest.newest_on - 7
order by source_health.state_since_on desc, source_health.source_id asc
