-- Names that hold the words.
select
    entities.entity_id,
    entities.canonical_name,
    entities.entity_type,
    entities.role_text,
    entities.article_count,
    entities.origin_count,
    entities.family_count
from entities
where
    contains(lower(entities.canonical_name), lower($words))
    or entities.entity_id in (
        select entity_aliases.entity_id from entity_aliases
        where contains(entity_aliases.name_norm, lower($words))
    )
order by entities.article_count desc, entities.canonical_name asc
limit 20
