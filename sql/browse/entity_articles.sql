-- The articles that name it, newest first.
with named_in as (
    select
        mentions.article_version_id,
        arg_max(mentions.mention_id, mentions.in_headline) as mention_id,
        count(*) as mention_count
    from article_entities
    inner join mentions
        on
            article_entities.article_version_id = mentions.article_version_id
            and article_entities.entity_key = mentions.entity_key
    where article_entities.entity_id = $id and not mentions.is_boilerplate
    group by mentions.article_version_id
)

select
    articles_current.article_version_id,
    articles_current.headline,
    articles_current.source_id,
    articles_current.source_name,
    articles_current.reported_on,
    articles_current.is_origin,
    named_in.mention_id,
    named_in.mention_count
from named_in
inner join articles_current on named_in.article_version_id = articles_current.article_version_id
order by articles_current.reported_on desc, articles_current.article_version_id asc
limit 60
