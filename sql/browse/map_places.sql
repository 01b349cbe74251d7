-- Places where articles of the range have their event, most articles first.
with named as (
    select
        articles_on_map.place_id,
        articles_on_map.article_id,
        articles_on_map.story_id,
        articles_on_map.publisher_family_id,
        articles_on_map.reported_on,
        articles_on_map.is_undated,
        article_entities.entity_id
    from articles_on_map
    inner join mentions
        on
            articles_on_map.article_version_id = mentions.article_version_id
            and articles_on_map.mention_id = mentions.mention_id
    left join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    where $first::date is null or articles_on_map.reported_on between $first::date and $last::date
)

select
    places.place_id,
    places.place_name,
    places.kind,
    places.country_code,
    places.part_code,
    places.latitude,
    places.longitude,
    count(distinct named.article_id) as article_count,
    count(distinct named.story_id) as origin_count,
    count(distinct named.publisher_family_id) as family_count,
    mode(named.entity_id order by named.entity_id) as entity_id,
    max(named.reported_on) as last_reported_on
from named
inner join places on named.place_id = places.place_id
group by all
order by article_count desc, places.place_id asc
limit 400
