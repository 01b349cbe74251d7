-- Who is named in the same articles, of its newest 500.
with named_in as (
    select distinct mentions.article_version_id
    from article_entities
    inner join mentions
        on
            article_entities.article_version_id = mentions.article_version_id
            and article_entities.entity_key = mentions.entity_key
    where article_entities.entity_id = $id and not mentions.is_boilerplate
),

near as (
    select
        articles_current.article_version_id,
        articles_current.story_id
    from articles_current
    inner join named_in on articles_current.article_version_id = named_in.article_version_id
    order by articles_current.reported_on desc, articles_current.article_version_id asc
    limit 500
)

select
    entities.entity_id,
    entities.canonical_name,
    entities.entity_type,
    count(distinct near.story_id) as shared_story_count
from near
inner join mentions on near.article_version_id = mentions.article_version_id
inner join article_entities
    on
        mentions.article_version_id = article_entities.article_version_id
        and mentions.entity_key = article_entities.entity_key
inner join entities on article_entities.entity_id = entities.entity_id
where entities.entity_id != $id and not mentions.is_boilerplate
group by entities.entity_id, entities.canonical_name, entities.entity_type
order by shared_story_count desc, entities.canonical_name asc
limit 30
