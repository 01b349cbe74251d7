-- Who and what came up all of a sudden: two days with far more stories than the fourteen before.
with last_days as (
    select max(articles_current.reported_on) as last_on
    from articles_current
)

select
    bursts.entity_id,
    bursts.canonical_name,
    bursts.reported_on,
    bursts.origin_count,
    bursts.expected_origin_count,
    bursts.family_count,
    bursts.is_coverage_gap,
from bursts
cross join last_days
where bursts.reported_on > last_days.last_on - $days::integer
qualify row_number() over (partition by bursts.entity_id order by bursts.residual desc, bursts.reported_on desc) = 1
order by bursts.residual desc, bursts.canonical_name asc
limit 12
