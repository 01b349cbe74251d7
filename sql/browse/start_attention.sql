-- Who and what the last days of coverage named in most stories.
with last_days as (
    select max(attention_daily.reported_on) as last_on from attention_daily
)

select
    attention_daily.entity_id,
    any_value(attention_daily.canonical_name) as canonical_name,
    any_value(attention_daily.entity_type) as entity_type,
    sum(attention_daily.origin_count)::bigint as origin_count,
    sum(attention_daily.article_count)::bigint as article_count,
    max(attention_daily.family_count) as family_count
from attention_daily, last_days
where attention_daily.reported_on > last_days.last_on - $days::integer
group by attention_daily.entity_id
order by origin_count desc, article_count desc, canonical_name asc
limit 24
