-- Which places are in the news, in how many independent stories, and how often in a headline?
select
    places_daily.place_name,
    places_daily.country_code,
    sum(places_daily.mention_count)::bigint as mention_count,
    sum(places_daily.origin_count)::bigint as origin_count,
    sum(places_daily.headline_count)::bigint as headline_count,
    min(places_daily.reported_on) as first_reported_on,
    max(places_daily.reported_on) as last_reported_on,
from places_daily
group by places_daily.place_id, places_daily.place_name, places_daily.country_code
order by origin_count desc, mention_count desc, places_daily.place_name asc
