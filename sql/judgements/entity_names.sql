-- The names of every entity: keys, the forms that articles use for them, and how often.
select
    article_entities.entity_id,
    article_entities.entity_type,
    article_entities.entity_key,
    mentions.name_norm,
    count(*) as mention_count,
    count(distinct mentions.article_version_id) as version_count,
    arg_max(mentions.mention_id, mentions.article_version_id) as mention_id,
    arg_max(mentions.article_version_id, mentions.article_version_id) as article_version_id,
    bool_or(article_entities.rule in ('team', 'namesake')) as is_told_apart
from article_entities
inner join mentions
    on
        article_entities.article_version_id = mentions.article_version_id
        and article_entities.entity_key = mentions.entity_key
where not mentions.is_boilerplate
group by
    article_entities.entity_id, article_entities.entity_type, article_entities.entity_key, mentions.name_norm
order by article_entities.entity_id, article_entities.entity_key, mentions.name_norm
