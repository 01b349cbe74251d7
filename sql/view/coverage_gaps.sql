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
),

-- Days on which it is used to print; its other days say nothing.
usual_days as (
    select
        around.*,
        around.article_count = 0 as is_empty,
        -- Days without an article in a row have one number.
        row_number() over (partition by around.source_id order by around.reported_on)
        - row_number() over (
            partition by around.source_id, around.article_count = 0 order by around.reported_on
        ) as run_no,
    from around
    where around.article_count > 0 or around.active_weekday_count >= 0.5 * around.weekday_count
),

silences as (
    select
        usual_days.source_id,
        usual_days.run_no,
        min(usual_days.reported_on) as first_on,
        count(*) as day_count,
        sum(coalesce(usual_days.articles_before, 0) + coalesce(usual_days.articles_after, 0)) / 14 as expected_count,
    from usual_days
    where usual_days.is_empty
    group by usual_days.source_id, usual_days.run_no
),

printed as (
    select
        usual_days.source_id,
        count(*) as printed_day_count,
    from usual_days
    where not usual_days.is_empty
    group by usual_days.source_id
),

compared as (
    select
        silences.source_id,
        silences.run_no,
        silences.day_count,
        silences.expected_count,
        printed.printed_day_count,
        max(silences.day_count) over month_around as longest_other,
    from silences
    inner join printed on silences.source_id = printed.source_id
    window
        month_around as (
            partition by silences.source_id order by silences.first_on
            range between interval 30 days preceding and interval 30 days following exclude current row
        )
),

-- A publisher that is not silent else for a month either way, known for fifteen days of print or so busy that chance
-- leaves a twentieth; of one that is silent now and then only what is more than twice as long as any other silence.
telling as (
    select
        compared.source_id,
        compared.run_no,
    from compared
    where
        (
            compared.longest_other is null
            and (compared.printed_day_count >= 15 or exp(-compared.expected_count) <= 0.05)
        )
        or compared.day_count > 2 * compared.longest_other
)

select
    usual_days.source_id,
    usual_days.reported_on,
    (usual_days.active_days_before + usual_days.active_days_after)::integer as active_day_count,
    ((coalesce(usual_days.articles_before, 0) + coalesce(usual_days.articles_after, 0)) / 14)::double
        as expected_article_count,
from usual_days
inner join telling on usual_days.source_id = telling.source_id and usual_days.run_no = telling.run_no
where
    usual_days.is_empty
    and usual_days.active_days_before >= 2
    and usual_days.active_days_after >= 2
    and usual_days.active_days_before + usual_days.active_days_after >= 5
