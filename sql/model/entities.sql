-- grain: one row per entity named in the newest version of an article
with named as (
    select
        article_entities.entity_id,
        article_entities.entity_type,
        -- A dateline writes its town in capitals; "LA" and "NY" are short for their places.
        coalesce(towns.place_name, mentions.entity_name) as entity_name,
        -- "Israeli" names the country too, but is not its name.
        split_part(mentions.entity_key, '|', 1) = article_entities.entity_type as is_of_type,
        places.place_name,
        mentions.name_norm,
        mentions.role_text,
        mentions.country_code,
        mentions.geonames_id,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.publisher_family_id,
        if(
            articles_current.is_undated,
            articles_current.first_captured_at,
            coalesce(articles_current.published_at, articles_current.first_captured_at)
        ) as reported_at,
    from mentions
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    -- A country that is named by its people only has its name from the table of places.
    left join places on article_entities.rule = 'nationality' and mentions.place_id = places.place_id
    left join places as towns
        on
            mentions.place_id = towns.place_id
            and (starts_with(mentions.place_id, 'gn:') or len(mentions.entity_name) <= 4)
            and mentions.entity_name = upper(mentions.entity_name)
    where not mentions.is_boilerplate
)

select
    named.entity_id,
    min(named.entity_type) as entity_type,
    -- The user's own word before what most articles print.
    coalesce(
        min(own_entities.canonical_name),
        mode(named.entity_name order by named.entity_name) filter (where named.is_of_type),
        mode(named.place_name order by named.place_name),
        mode(named.entity_name order by named.entity_name)
    ) as canonical_name,
    mode(named.role_text order by named.role_text) as role_text,
    coalesce(
        min(own_entities.country_code),
        mode(named.country_code order by named.country_code)
    ) as country_code,
    mode(named.geonames_id order by named.geonames_id) as geonames_id,
    min(named.reported_at) as first_seen_at,
    max(named.reported_at) as last_seen_at,
    count(*) as mention_count,
    count(distinct named.name_norm) as alias_count,
    count(distinct named.article_id) as article_count,
    count(distinct named.story_id) as origin_count,
    count(distinct named.publisher_family_id) as family_count,
from named
left join own_entities on named.entity_id = own_entities.entity_id
group by named.entity_id
