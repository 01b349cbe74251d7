-- grain: one row per entity key of an article version: for whom the name stands there
with used as (
    select
        mentions.article_version_id,
        mentions.entity_key,
    from mentions
    union
    select
        claims.article_version_id,
        claims.speaker_entity_key as entity_key,
    from claims
    where claims.speaker_entity_key is not null
    union
    select
        claims.article_version_id,
        claims.target_entity_key as entity_key,
    from claims
    where claims.target_entity_key is not null
)

select
    used.article_version_id,
    used.entity_key,
    entity_keys.entity_id as name_entity_id,
    entity_keys.entity_type,
    entity_keys.rule,
from used
inner join entity_keys on used.entity_key = entity_keys.entity_key
