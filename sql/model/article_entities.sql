-- grain: one row per entity key of an article version: the entity that the name stands for there
select
    article_names.article_version_id,
    article_names.entity_key,
    article_names.name_entity_id as entity_id,
    article_names.entity_type,
    article_names.rule,
from article_names
