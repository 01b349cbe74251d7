-- grain: one row per article version that comes from such a capture, or whose article has such a version
with forbidden as (
    select distinct articles.article_id
    from articles
    where articles.capture_id in (select forbidden_captures.capture_id from temp.forbidden_captures)
)

select
    articles.article_id,
    articles.article_version_id,
from articles
inner join forbidden on articles.article_id = forbidden.article_id
