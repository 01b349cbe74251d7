-- grain: one row per entity and article whose newest version names it outside boilerplate
-- In the order in which pages of entities read it, so that one entity is found without reading all mentions.
select
    article_entities.entity_id,
    articles_current.article_id,
    articles_current.article_version_id,
    articles_current.story_id,
    articles_current.reported_on,
    count(*) as mention_count,
    arg_max(mentions.mention_id, (mentions.in_headline, -mentions.start_char)) as first_mention_id,
from articles_current
inner join mentions on articles_current.article_version_id = mentions.article_version_id
inner join article_entities
    on
        mentions.article_version_id = article_entities.article_version_id
        and mentions.entity_key = article_entities.entity_key
where not mentions.is_boilerplate
group by
    article_entities.entity_id,
    articles_current.article_id,
    articles_current.article_version_id,
    articles_current.story_id,
    articles_current.reported_on
order by article_entities.entity_id asc, articles_current.reported_on desc, articles_current.article_id asc
