-- The names in it, with the entity each stands for.
select
    mentions.mention_id,
    mentions.mention_type,
    mentions.entity_name,
    mentions.role_text,
    mentions.country_code,
    article_entities.entity_id,
    mentions.is_first_in_article,
    mentions.in_headline,
    mentions.start_char,
    mentions.end_char,
    mentions.surface,
    mentions.is_boilerplate,
    mentions.rule,
from mentions
left join article_entities
    on
        mentions.article_version_id = article_entities.article_version_id
        and mentions.entity_key = article_entities.entity_key
where mentions.article_version_id = $id and mentions.captured_on = $captured_on
order by mentions.in_headline desc, mentions.start_char asc
