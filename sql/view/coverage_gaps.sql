-- grain: one row per publisher and day on which it brought nothing although it did on most days around
with source_days as (
    select
        articles_current.source_id,
        articles_current.reported_on,
        count(*) as article_count,
    from articles_current
    group by articles_current.source_id, articles_current.reported_on
),

spans as (
    select
        source_days.source_id,
        min(source_days.reported_on) as first_on,
        max(source_days.reported_on) as last_on,
    from source_days
    group by source_days.source_id
    having count(*) >= 5
),

calendar as (
    select
        spans.source_id,
        unnest(generate_series(spans.first_on, spans.last_on, interval 1 day))::date as reported_on,
    from spans
),

around as (
    select
        calendar.source_id,
        calendar.reported_on,
        coalesce(source_days.article_count, 0) as article_count,
        count(source_days.article_count) over before_day as active_days_before,
        count(source_days.article_count) over after_day as active_days_after,
        sum(source_days.article_count) over before_day as articles_before,
        sum(source_days.article_count) over after_day as articles_after,
        count(source_days.article_count) over same_weekday as active_weekday_count,
        count(*) over same_weekday - 1 as weekday_count,
    from calendar
    left join source_days
        on calendar.source_id = source_days.source_id and calendar.reported_on = source_days.reported_on
    window
        before_day as (
            partition by calendar.source_id order by calendar.reported_on rows between 7 preceding and 1 preceding
        ),
        after_day as (
            partition by calendar.source_id order by calendar.reported_on rows between 1 following and 7 following
        ),
        -- A paper without a Sunday edition is not missing on Sundays: three weeks either way.
        same_weekday as (
            partition by calendar.source_id, dayofweek(calendar.reported_on)
            order by calendar.reported_on rows between 3 preceding and 3 following
        )
)

select
    around.source_id,
    around.reported_on,
    (around.active_days_before + around.active_days_after)::integer as active_day_count,
    ((coalesce(around.articles_before, 0) + coalesce(around.articles_after, 0)) / 14)::double as expected_article_count,
from around
where
    around.article_count = 0
    and around.active_days_before >= 2
    and around.active_days_after >= 2
    and around.active_days_before + around.active_days_after >= 5
    and around.active_weekday_count >= 0.5 * around.weekday_count
