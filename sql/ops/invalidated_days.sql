-- grain: one row per day whose articles or duplicates no longer agree with the days before it
with first_days as (
    select
        articles.article_version_id,
        min(articles.captured_on) as first_on,
    from articles
    group by articles.article_version_id
),

-- An earlier day has since brought the same version: here it is new no more.
overtaken as (
    select articles.captured_on
    from articles
    inner join first_days on articles.article_version_id = first_days.article_version_id
    where articles.captured_on > first_days.first_on
),

-- The version that a capture repeats is gone: the capture may be new now.
orphaned_texts as (
    select skipped.captured_on
    from skipped
    left join first_days
        on regexp_extract(skipped.detail, '[0-9a-f]{32}') = first_days.article_version_id
    where
        skipped.reason = 'unchanged_text'
        and (first_days.first_on is null or first_days.first_on > skipped.captured_on)
),

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

orphaned_bodies as (
    select skipped.captured_on
    from skipped
    inner join captures on skipped.capture_id = captures.capture_id
    left join first_bodies on captures.body_sha256 = first_bodies.body_sha256
    where
        skipped.reason = 'duplicate_capture'
        and (first_bodies.first_on is null or first_bodies.first_on > skipped.captured_on)
)

select overtaken.captured_on
from overtaken
union
select orphaned_texts.captured_on
from orphaned_texts
union
select orphaned_bodies.captured_on
from orphaned_bodies
order by captured_on
