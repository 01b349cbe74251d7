-- Why did pages not become articles? One row per reason with an example.
select
    skipped.reason,
    count(*) as capture_count,
    min(skipped.detail) as example_detail,
    min(skipped.url) as example_url,
from ops.skipped
group by skipped.reason
order by capture_count desc, skipped.reason asc
