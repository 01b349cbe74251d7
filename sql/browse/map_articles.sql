-- The newest articles on the map, each with the name that says where it is.
select
    articles_on_map.article_id,
    articles_on_map.article_version_id,
    articles_on_map.headline,
    articles_on_map.reported_on,
    articles_on_map.source_id,
    articles_on_map.source_name,
    articles_on_map.place_name,
    articles_on_map.country_code,
    articles_on_map.precision,
    articles_on_map.scene_method,
    articles_on_map.surface,
    articles_on_map.mention_id
from articles_on_map
where $first::date is null or articles_on_map.reported_on between $first::date and $last::date
order by articles_on_map.reported_on desc, articles_on_map.article_id asc
limit 100
