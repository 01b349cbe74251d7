-- The names in it, with the entity each stands for.
select
    mentions.mention_id,
    mentions.mention_type,
    mentions.entity_name,
    mentions.role_text,
    mentions.country_code,
    entity_keys.entity_id,
    mentions.is_first_in_article,
    mentions.in_headline,
    mentions.start_char,
    mentions.end_char,
    mentions.surface,
    mentions.is_boilerplate,
    mentions.rule,
from mentions
left join entity_keys on mentions.entity_key = entity_keys.entity_key
where mentions.article_version_id = $id and mentions.captured_on = $captured_on
order by mentions.in_headline desc, mentions.start_char asc
