-- Places where articles of the range have their event, most articles first; the entity is that of the newest article.
with ranked as materialized (
    select
        articles_on_map.place_id,
        count(distinct articles_on_map.article_id) as article_count,
        count(distinct articles_on_map.story_id) as origin_count,
        count(distinct articles_on_map.publisher_family_id) as family_count,
        max(articles_on_map.reported_on) as last_reported_on,
        arg_max(
            struct_pack(
                article_version_id := articles_on_map.article_version_id, mention_id := articles_on_map.mention_id
            ),
            (articles_on_map.reported_on, articles_on_map.mention_id)
        ) as newest
    from articles_on_map
    where $first::date is null or articles_on_map.reported_on between $first::date and $last::date
    group by articles_on_map.place_id
    order by article_count desc, articles_on_map.place_id asc
    limit 400
)

select
    places.place_id,
    places.place_name,
    places.kind,
    places.country_code,
    places.part_code,
    places.latitude,
    places.longitude,
    ranked.article_count,
    ranked.origin_count,
    ranked.family_count,
    article_entities.entity_id,
    ranked.last_reported_on
from ranked
inner join places on ranked.place_id = places.place_id
left join mentions
    on
        ranked.newest.article_version_id = mentions.article_version_id
        and ranked.newest.mention_id = mentions.mention_id
left join article_entities
    on
        mentions.article_version_id = article_entities.article_version_id
        and mentions.entity_key = article_entities.entity_key
order by ranked.article_count desc, places.place_id asc
