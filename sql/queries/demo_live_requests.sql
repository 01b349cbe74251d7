-- What was asked of whom, and how did it end?
select
    source_id,
    purpose,
    outcome,
    count(*) as request_count,
from ops.fetches
group by all
order by source_id asc, purpose asc, outcome asc
