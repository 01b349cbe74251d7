-- grain: one row per name that an entity goes by
select
    entity_keys.entity_id,
    mentions.name_norm,
    mode(mentions.surface order by mentions.surface) as surface,
    count(*) as mention_count,
    count(distinct mentions.article_version_id) as version_count,
    min(mentions.captured_on) as first_captured_on,
from mentions
inner join entity_keys on mentions.entity_key = entity_keys.entity_key
where not mentions.is_boilerplate
group by entity_keys.entity_id, mentions.name_norm
