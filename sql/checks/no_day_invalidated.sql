-- grain: one row per article version that stands on more than one day
select
    articles.article_version_id,
    min(articles.captured_on) as first_on,
    count(*) as day_count,
from articles
group by articles.article_version_id
having count(*) > 1
