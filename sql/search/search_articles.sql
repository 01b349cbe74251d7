-- grain: one row per article that search finds, in its newest version
select
    (row_number() over (order by articles_current.reported_on, articles_current.article_version_id) - 1)::integer
        as article_number,
    articles_current.article_version_id,
from articles_current
order by article_number
