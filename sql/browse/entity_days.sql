-- On how many days, articles and stories it was named.
select
    attention_daily.reported_on,
    attention_daily.article_count,
    attention_daily.origin_count,
    attention_daily.family_count,
    attention_daily.is_coverage_gap
from attention_daily
where attention_daily.entity_id = $id
order by attention_daily.reported_on
