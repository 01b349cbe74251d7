-- grain: one row per article version and field of which more than one date is chosen
select
    article_dates.captured_on,
    article_dates.article_version_id,
    article_dates.field,
    count(*) filter (where article_dates.is_chosen) as chosen_count,
from article_dates
where article_dates.captured_on between $first_day and $last_day
group by article_dates.captured_on, article_dates.article_version_id, article_dates.field
having count(*) filter (where article_dates.is_chosen) > 1
