-- grain: one row per article that search is to find and does not know yet, in its newest version
-- Its number says its day and its place among the articles of that day, whatever came before or after.
with newcomers as (
    select
        articles_current.article_version_id,
        articles_current.captured_on,
    from articles_current
    anti join search_articles on articles_current.article_version_id = search_articles.article_version_id
),

places as (
    select
        articles.article_version_id,
        row_number() over (partition by articles.captured_on order by articles.article_version_id) - 1 as place,
    from articles
    where articles.captured_on in (select newcomers.captured_on from newcomers)
)

select
    10000000 * date_diff('day', date '1970-01-01', newcomers.captured_on) + places.place as article_number,
    newcomers.article_version_id,
    newcomers.captured_on,
from newcomers
inner join places on newcomers.article_version_id = places.article_version_id
