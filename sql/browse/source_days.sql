-- What came in from it day by day, and what became of it.
select pipeline_funnel.*
from pipeline_funnel
where pipeline_funnel.source_id = $id
order by pipeline_funnel.captured_on desc
limit 60
