-- grain: one row per day invalidated by late arrivals: its articles or duplicates no longer agree with the days before it
with first_days as (
    select
        articles.article_version_id,
        min(articles.captured_on) as first_on,
    from articles
    group by articles.article_version_id
),

-- An earlier day has since brought the same version: here it is new no more.
brought_before as (
    select articles.captured_on
    from articles
    inner join first_days on articles.article_version_id = first_days.article_version_id
    where articles.captured_on > first_days.first_on
),

-- The version that a capture repeats is gone, or later now: the capture may be new.
repeats_without_version as (
    select skipped.captured_on
    from skipped
    left join first_days on skipped.repeats_version_id = first_days.article_version_id
    where
        skipped.repeats_version_id is not null
        and (first_days.first_on is null or first_days.first_on > skipped.captured_on)
),

-- Bytes that came before, as an article or with the text of one.
first_bodies as (
    select
        captures.body_sha256,
        min(captures.captured_on) as first_on,
    from captures
    left join articles on captures.capture_id = articles.capture_id
    left join skipped on captures.capture_id = skipped.capture_id
    where articles.capture_id is not null or skipped.reason = 'unchanged_text'
    group by captures.body_sha256
),

-- Their first capture is gone: the text may still be known, but the bytes are new.
repeats_without_bytes as (
    select skipped.captured_on
    from skipped
    inner join captures on skipped.capture_id = captures.capture_id
    left join first_bodies on captures.body_sha256 = first_bodies.body_sha256
    where
        skipped.reason = 'duplicate_capture'
        and (first_bodies.first_on is null or first_bodies.first_on > skipped.captured_on)
)

select brought_before.captured_on
from brought_before
union
select repeats_without_version.captured_on
from repeats_without_version
union
select repeats_without_bytes.captured_on
from repeats_without_bytes
order by captured_on
