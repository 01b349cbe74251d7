-- grain: one row per capture day and publisher
with received as (
    select
        captures.captured_on,
        captures.source_id,
        count(*) as capture_count,
        sum(captures.body_bytes)::bigint as body_bytes,
    from captures
    group by captures.captured_on, captures.source_id
),

missing as (select distinct unanalysed.article_version_id from unanalysed),

extracted as (
    select
        articles.captured_on,
        articles.source_id,
        count(*) as article_version_count,
        count(*) filter (
            where articles.published_on is null or coalesce(articles.published_confidence, '') = 'guessed'
        ) as undated_count,
        count(missing.article_version_id) as unanalysed_count,
    from articles
    left join missing on articles.article_version_id = missing.article_version_id
    group by articles.captured_on, articles.source_id
),

left_out as (
    select
        skipped.captured_on,
        skipped.source_id,
        skipped.reason,
        count(*) as reason_count,
    from skipped
    group by skipped.captured_on, skipped.source_id, skipped.reason
),

reasons as (
    select
        left_out.captured_on,
        left_out.source_id,
        sum(left_out.reason_count)::bigint as skipped_count,
        sum(left_out.reason_count) filter (
            where left_out.reason in ('duplicate_capture', 'unchanged_text')
        )::bigint as seen_before_count,
        list(
            { 'reason': left_out.reason, 'capture_count': left_out.reason_count }
            order by left_out.reason_count desc, left_out.reason asc
        ) as skipped_by_reason,
    from left_out
    group by left_out.captured_on, left_out.source_id
),

rows_by_version as (
    select
        mentions.article_version_id,
        count(*) as mention_count,
        0 as claim_count,
        0 as number_count,
    from mentions
    group by mentions.article_version_id
    union all
    select
        claims.article_version_id,
        0 as mention_count,
        count(*) as claim_count,
        0 as number_count,
    from claims
    group by claims.article_version_id
    union all
    select
        numbers.article_version_id,
        0 as mention_count,
        0 as claim_count,
        count(*) as number_count,
    from numbers
    group by numbers.article_version_id
),

derived as (
    select
        articles.captured_on,
        articles.source_id,
        sum(rows_by_version.mention_count)::bigint as mention_count,
        sum(rows_by_version.claim_count)::bigint as claim_count,
        sum(rows_by_version.number_count)::bigint as number_count,
    from rows_by_version
    inner join articles on rows_by_version.article_version_id = articles.article_version_id
    group by articles.captured_on, articles.source_id
),

gaps as (
    select
        coverage_gaps.reported_on,
        coverage_gaps.source_id,
    from coverage_gaps
)

select
    received.captured_on,
    received.source_id,
    received.capture_count,
    received.body_bytes,
    coalesce(extracted.article_version_count, 0) as article_version_count,
    coalesce(reasons.skipped_count, 0) as skipped_count,
    coalesce(reasons.seen_before_count, 0) as seen_before_count,
    coalesce(reasons.skipped_by_reason, []) as skipped_by_reason,
    received.capture_count - coalesce(extracted.article_version_count, 0) - coalesce(reasons.skipped_count, 0)
        as unaccounted_count,
    coalesce(extracted.undated_count, 0) as undated_count,
    coalesce(extracted.unanalysed_count, 0) as unanalysed_count,
    coalesce(derived.mention_count, 0) as mention_count,
    coalesce(derived.claim_count, 0) as claim_count,
    coalesce(derived.number_count, 0) as number_count,
    gaps.reported_on is not null as is_coverage_gap,
from received
left join extracted on received.captured_on = extracted.captured_on and received.source_id = extracted.source_id
left join reasons on received.captured_on = reasons.captured_on and received.source_id = reasons.source_id
left join derived on received.captured_on = derived.captured_on and received.source_id = derived.source_id
left join gaps on received.captured_on = gaps.reported_on and received.source_id = gaps.source_id
