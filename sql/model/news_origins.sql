-- grain: one row per story whose origin is dated news
-- What an event may be told by: the day that it was told is known, and the text tells of one thing. Of an undated
-- article it is not known; live pages and videos tell of many.
select
    articles_current.story_id,
    articles_current.article_id,
    articles_current.article_version_id,
    articles_current.source_id,
    articles_current.reported_on,
from articles_current
where
    articles_current.is_origin
    and not articles_current.is_undated
    and articles_current.article_type in ('news', 'wire', 'press_release')
