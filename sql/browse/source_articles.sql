-- Its articles, newest first.
select
    articles_current.article_version_id,
    articles_current.headline,
    articles_current.reported_on,
    articles_current.is_undated,
    articles_current.is_origin,
    articles_current.version_count,
    articles_current.word_count,
    articles_current.source_id,
    articles_current.source_name
from articles_current
where articles_current.source_id = $id
order by articles_current.reported_on desc, articles_current.article_version_id asc
limit 60
