-- grain: one row per publisher that reports events which others report too
with -- The earliest article of each publisher in an event; a day without a time is no time.
earliest as (
    select
        event_articles.event_id,
        event_articles.source_id,
        min(event_articles.known_on) as known_on,
        min(event_articles.reported_at) filter (where event_articles.reported_grade = 'time') as known_at,
        bool_and(event_articles.reported_grade = 'time') as is_timed,
    from event_articles
    where event_articles.known_on is not null
    group by event_articles.event_id, event_articles.source_id
),

lags as (
    select
        first_reporter.event_id,
        earliest.source_id,
        date_diff('day', first_reporter.first_reported_on, earliest.known_on) as lag_days,
        if(earliest.is_timed, epoch(earliest.known_at - first_reporter.first_reported_at), null) as lag_s,
        first_reporter.first_source_id = earliest.source_id as is_first,
        first_reporter.is_tie and list_contains(first_reporter.first_source_ids, earliest.source_id) as is_tied_first,
    from first_reporter
    inner join earliest on first_reporter.event_id = earliest.event_id
),

lag_facts as (
    select
        lags.source_id,
        count(*) as dated_event_count,
        count(*) filter (where lags.is_first) as first_count,
        count(*) filter (where lags.is_tied_first) as tied_first_count,
        count(*) filter (where lags.lag_s >= 0 and not coalesce(lags.is_first, false)) as timed_event_count,
        median(lags.lag_s) filter (where lags.lag_s >= 0 and not coalesce(lags.is_first, false)) as median_lag_s,
        median(lags.lag_days) filter (where lags.lag_days >= 0 and not coalesce(lags.is_first, false)) as median_lag_days,
    from lags
    group by lags.source_id
),

companies as (
    select
        one.source_id,
        count(distinct other.publisher_family_id) as other_family_count,
    from event_articles as one
    inner join first_reporter on one.event_id = first_reporter.event_id
    inner join event_articles as other
        on one.event_id = other.event_id and one.publisher_family_id != other.publisher_family_id
    group by one.source_id
),

counted as (
    select
        event_articles.source_id,
        count(distinct event_articles.event_id) as event_count,
        count(*) as article_count,
        count(distinct event_articles.story_id) as origin_count,
        count(*) filter (where not event_articles.is_origin) as copied_article_count,
        count(*) filter (where event_articles.known_on is null) as undated_article_count,
    from event_articles
    inner join first_reporter on event_articles.event_id = first_reporter.event_id
    group by event_articles.source_id
)

select
    counted.source_id,
    sources.name,
    sources.publisher_family_id,
    counted.event_count,
    coalesce(lag_facts.first_count, 0) as first_count,
    coalesce(lag_facts.tied_first_count, 0) as tied_first_count,
    lag_facts.median_lag_s,
    coalesce(lag_facts.timed_event_count, 0) as timed_event_count,
    lag_facts.median_lag_days,
    coalesce(lag_facts.dated_event_count, 0) as dated_event_count,
    counted.article_count,
    counted.origin_count,
    1 + coalesce(companies.other_family_count, 0) as family_count,
    counted.copied_article_count / counted.article_count as copied_share,
    counted.undated_article_count,
from counted
inner join sources on counted.source_id = sources.source_id
left join lag_facts on counted.source_id = lag_facts.source_id
left join companies on counted.source_id = companies.source_id
