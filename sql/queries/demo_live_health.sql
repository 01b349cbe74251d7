-- How do the sources do, day by day?
select
    source_id,
    reported_on,
    state,
    new_item_count,
    attempt_count,
from source_health
where is_polled
order by source_id asc, reported_on asc
