-- grain: one row per capture that is in neither or both of articles and skipped, or twice in one
with outcomes as (
    select
        articles.capture_id,
        'articles' as outcome,
    from articles
    where articles.captured_on between $first_day and $last_day
    union all
    select
        skipped.capture_id,
        'skipped' as outcome,
    from skipped
    where skipped.captured_on between $first_day and $last_day
)

select
    captures.captured_on,
    captures.capture_id,
    captures.url,
    count(outcomes.outcome) as outcome_count,
from captures
left join outcomes on captures.capture_id = outcomes.capture_id
where captures.captured_on between $first_day and $last_day
group by captures.captured_on, captures.capture_id, captures.url
having count(outcomes.outcome) != 1
