-- The articles that name it, newest first.
select
    articles_current.article_version_id,
    articles_current.headline,
    articles_current.source_id,
    articles_current.source_name,
    articles_current.reported_on,
    articles_current.is_origin,
    entity_articles.first_mention_id as mention_id,
    entity_articles.mention_count
from entity_articles
inner join articles_current on entity_articles.article_version_id = articles_current.article_version_id
where entity_articles.entity_id = $id
order by articles_current.reported_on desc, articles_current.article_version_id asc
limit 60
