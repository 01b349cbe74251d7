-- The names by which some entities are known, the rule that gives each to its entity, and an example.
select
    article_entities.entity_id,
    article_entities.entity_key,
    article_entities.rule,
    article_entities.judgement_id,
    count(*) as mention_count,
    count(distinct article_entities.article_version_id) as version_count,
    min(article_entities.article_version_id) as article_version_id,
    arg_min(mentions.mention_id, article_entities.article_version_id) as mention_id,
    arg_min(mentions.entity_name, article_entities.article_version_id) as entity_name
from article_entities
inner join mentions
    on
        article_entities.article_version_id = mentions.article_version_id
        and article_entities.entity_key = mentions.entity_key
where article_entities.entity_id in (select unnest($ids)) and not mentions.is_boilerplate
group by
    article_entities.entity_id, article_entities.entity_key, article_entities.rule, article_entities.judgement_id
order by mention_count desc, article_entities.entity_key asc, article_entities.rule asc
