-- How many of all articles are on the map.
select
    count(*) as article_count,
    count(articles_on_map.article_id) as placed_count
from articles_current
left join articles_on_map on articles_current.article_id = articles_on_map.article_id
where $first::date is null or articles_current.reported_on between $first::date and $last::date
