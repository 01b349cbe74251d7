-- grain: one row per article that is found no longer, or no longer as it was: a newer version came, or its day changed
select
    search_articles.article_number,
    search_articles.article_version_id,
from search_articles
left join articles_current on search_articles.article_version_id = articles_current.article_version_id
where
    articles_current.article_version_id is null
    or search_articles.captured_on in (select changed_days.captured_on from changed_days)
