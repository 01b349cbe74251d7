-- Where some entities are named: key, article, how often, and the beginning of its text.
with named as (
    select
        article_entities.entity_id,
        article_entities.entity_key,
        article_entities.article_version_id,
        count(*) as mention_count,
        min(mentions.mention_id) as mention_id
    from article_entities
    inner join mentions
        on
            article_entities.article_version_id = mentions.article_version_id
            and article_entities.entity_key = mentions.entity_key
    where article_entities.entity_id in (select unnest($ids)) and not mentions.is_boilerplate
    group by
        article_entities.entity_id, article_entities.entity_key, article_entities.article_version_id
)

select
    named.entity_id,
    named.entity_key,
    named.article_version_id,
    named.mention_count,
    named.mention_id,
    coalesce(articles.headline, '') || ' ' || left(articles.text, 4000) as opening
from named
inner join articles on named.article_version_id = articles.article_version_id
qualify row_number() over (
    partition by named.entity_id
    order by named.mention_count desc, named.article_version_id
) <= $most
order by named.entity_id, named.mention_count desc, named.article_version_id, named.entity_key
