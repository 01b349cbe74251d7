-- grain: one row per name that an entity goes by
select
    article_entities.entity_id,
    mentions.name_norm,
    mode(mentions.surface order by mentions.surface) as surface,
    count(*) as mention_count,
    count(distinct mentions.article_version_id) as version_count,
    min(mentions.captured_on) as first_captured_on,
from mentions
inner join article_entities
    on
        mentions.article_version_id = article_entities.article_version_id
        and mentions.entity_key = article_entities.entity_key
where not mentions.is_boilerplate
group by article_entities.entity_id, mentions.name_norm
