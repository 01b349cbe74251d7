-- grain: one row per quality measure
with named as (select distinct article_version_id from mentions),

missing as (select distinct article_version_id from unanalysed),

measures as (
    select
        'captures_not_accounted_for' as measure,
        'extract' as stage,
        count(*) as row_count,
        count(*) filter (where articles.capture_id is null and skipped.capture_id is null) as affected_count,
    from captures
    left join articles on captures.capture_id = articles.capture_id
    left join skipped on captures.capture_id = skipped.capture_id
    union all
    select
        'records_unreadable' as measure,
        'ingest' as stage,
        sum(record_count + problem_count)::bigint as row_count,
        sum(problem_count)::bigint as affected_count,
    from inbox_files
    union all
    select
        'pages_suspected_to_have_lost_text' as measure,
        'extract' as stage,
        count(*) as row_count,
        count(*) filter (where is_suspect_loss) as affected_count,
    from articles
    union all
    select
        'pages_with_undecodable_bytes' as measure,
        'extract' as stage,
        count(*) as row_count,
        count(*) filter (where replacement_char_count > 0) as affected_count,
    from articles
    union all
    select
        'articles_without_headline' as measure,
        'extract' as stage,
        count(*) as row_count,
        count(*) filter (where headline is null) as affected_count,
    from articles
    union all
    select
        'articles_undated' as measure,
        'extract' as stage,
        count(*) as row_count,
        count(*) filter (where published_on is null) as affected_count,
    from articles
    union all
    select
        'articles_dated_by_guess' as measure,
        'extract' as stage,
        count(*) as row_count,
        count(*) filter (where published_confidence = 'guessed') as affected_count,
    from articles
    union all
    select
        'articles_dated_to_the_day_only' as measure,
        'extract' as stage,
        count(published_on) as row_count,
        count(*) filter (where published_precision != 'time') as affected_count,
    from articles
    union all
    select
        'articles_of_unknown_language' as measure,
        'extract' as stage,
        count(*) as row_count,
        count(*) filter (where language is null) as affected_count,
    from articles
    union all
    select
        'paragraphs_of_boilerplate' as measure,
        'extract' as stage,
        count(*) as row_count,
        count(*) filter (where is_boilerplate) as affected_count,
    from paragraphs
    union all
    select
        'articles_not_analysed_in_full' as measure,
        'derive' as stage,
        count(*) as row_count,
        count(missing.article_version_id) as affected_count,
    from articles
    left join missing on articles.article_version_id = missing.article_version_id
    union all
    select
        'articles_without_a_name' as measure,
        'derive' as stage,
        count(*) as row_count,
        count(*) filter (where named.article_version_id is null) as affected_count,
    from articles
    left join named
        on articles.article_version_id = named.article_version_id
    union all
    select
        'claims_of_unnamed_speakers' as measure,
        'derive' as stage,
        count(*) as row_count,
        count(*) filter (where speaker_kind = 'unnamed') as affected_count,
    from claims
    where speaker_kind != 'outlet'
    union all
    select
        'claims_in_boilerplate' as measure,
        'derive' as stage,
        count(*) as row_count,
        count(*) filter (where is_boilerplate) as affected_count,
    from claims
    union all
    select
        'numbers_without_a_value' as measure,
        'derive' as stage,
        count(*) as row_count,
        count(*) filter (where value is null and value_low is null) as affected_count,
    from numbers
    union all
    select
        'counts_without_what_is_counted' as measure,
        'derive' as stage,
        count(*) as row_count,
        count(*) filter (where counted_text is null) as affected_count,
    from numbers
    where kind = 'count'
    union all
    select
        'numbers_in_boilerplate' as measure,
        'derive' as stage,
        count(*) as row_count,
        count(*) filter (where is_boilerplate) as affected_count,
    from numbers
    union all
    select
        'dates_without_a_value' as measure,
        'derive' as stage,
        count(*) as row_count,
        count(*) filter (where value is null) as affected_count,
    from dates
    union all
    select
        'articles_that_are_copies' as measure,
        'model' as stage,
        count(*) as row_count,
        count(*) filter (where not is_origin) as affected_count,
    from articles_current
    union all
    select
        'publishers_not_declared' as measure,
        'model' as stage,
        count(*) as row_count,
        count(*) filter (where not is_declared) as affected_count,
    from sources
)

select
    measures.measure,
    measures.stage,
    coalesce(measures.row_count, 0) as row_count,
    coalesce(measures.affected_count, 0) as affected_count,
    measures.affected_count / nullif(measures.row_count, 0) as affected_share,
from measures
