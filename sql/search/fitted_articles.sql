-- grain: one row per article whose opening the vectors of words are fitted on: every few up to a day
with numbered as (
    select
        row_number() over (order by articles.captured_on, articles.article_version_id) - 1 as article_number,
        articles.article_version_id,
        articles.captured_on,
    from articles
    where articles.captured_on <= $fitted_until
)

select
    numbered.article_number,
    numbered.article_version_id,
    numbered.captured_on,
from numbered
where numbered.article_number % $step = 0
