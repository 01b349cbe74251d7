-- Entities by id, by a key (in one article where a version is given), or by a name that they go by.
select distinct
    entities.entity_id,
    entities.entity_type,
    entities.canonical_name,
    entities.mention_count,
    entities.article_count
from entities
where
    entities.entity_id = $entity_id
    or entities.entity_id in (
        select article_entities.entity_id
        from article_entities
        where
            article_entities.entity_key = $entity_key
            and coalesce(article_entities.article_version_id = $article_version_id, true)
    )
    or entities.entity_id in (
        select entity_aliases.entity_id
        from entity_aliases
        where entity_aliases.name_norm = $name_norm
    )
order by entities.mention_count desc, entities.entity_id asc
limit 10
