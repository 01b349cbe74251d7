-- Which names were in the news of the last day and on no day before?
with last_day as (
    select max(attention_daily.reported_on) as reported_on
    from attention_daily
)

select
    attention_daily.canonical_name,
    attention_daily.entity_type,
    sum(attention_daily.mention_count)::bigint as mention_count,
    max(attention_daily.article_count) as article_count,
    max(attention_daily.origin_count) as origin_count,
from attention_daily
cross join last_day
group by attention_daily.entity_id, attention_daily.canonical_name, attention_daily.entity_type, last_day.reported_on
having min(attention_daily.reported_on) = last_day.reported_on
order by origin_count desc, mention_count desc, attention_daily.canonical_name asc
limit 30
