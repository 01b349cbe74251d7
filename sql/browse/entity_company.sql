-- Who is named in the same articles, of its newest 500.
with near as (
    select
        entity_articles.article_version_id,
        entity_articles.story_id
    from entity_articles
    where entity_articles.entity_id = $id
    order by entity_articles.reported_on desc, entity_articles.article_version_id asc
    limit 500
),

shared as (
    select
        others.entity_id,
        count(distinct near.story_id) as shared_story_count
    from near
    inner join entity_articles as others on near.article_version_id = others.article_version_id
    where others.entity_id != $id
    group by others.entity_id
    order by shared_story_count desc, others.entity_id asc
    limit 60
)

select
    entities.entity_id,
    entities.canonical_name,
    entities.entity_type,
    shared.shared_story_count
from shared
inner join entities on shared.entity_id = entities.entity_id
order by shared.shared_story_count desc, entities.canonical_name asc
limit 30
