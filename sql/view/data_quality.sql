-- grain: one row per quality measure
with measures as (
    select
        'captures_not_accounted_for' as measure,
        'extract' as stage,
        count(*) as row_count,
        count(*) filter (where articles.capture_id is null and skipped.capture_id is null) as affected_count,
    from captures
    left join articles on captures.capture_id = articles.capture_id
    left join skipped on captures.capture_id = skipped.capture_id
    union all
    select 'records_unreadable', 'ingest', sum(record_count + problem_count)::bigint, sum(problem_count)::bigint
    from inbox_files
    union all
    select 'pages_suspected_to_have_lost_text', 'extract', count(*), count(*) filter (where is_suspect_loss)
    from articles
    union all
    select 'pages_with_undecodable_bytes', 'extract', count(*), count(*) filter (where replacement_char_count > 0)
    from articles
    union all
    select 'articles_without_headline', 'extract', count(*), count(*) filter (where headline is null)
    from articles
    union all
    select 'articles_undated', 'extract', count(*), count(*) filter (where published_on is null)
    from articles
    union all
    select 'articles_dated_to_the_day_only', 'extract', count(published_on), count(*) filter (where published_precision != 'time')
    from articles
    union all
    select 'articles_of_unknown_language', 'extract', count(*), count(*) filter (where language is null)
    from articles
    union all
    select 'paragraphs_of_boilerplate', 'extract', count(*), count(*) filter (where is_boilerplate)
    from paragraphs
    union all
    select 'articles_not_analysed', 'derive', count(*), count(unanalysed.article_version_id)
    from articles
    left join unanalysed on articles.article_version_id = unanalysed.article_version_id
    union all
    select 'articles_without_a_name', 'derive', count(*), count(*) filter (where named.article_version_id is null)
    from articles
    left join (select distinct article_version_id from mentions) as named
        on articles.article_version_id = named.article_version_id
    union all
    select 'claims_of_unnamed_speakers', 'derive', count(*), count(*) filter (where speaker_kind = 'unnamed')
    from claims
    where speaker_kind != 'outlet'
    union all
    select 'claims_in_boilerplate', 'derive', count(*), count(*) filter (where is_boilerplate)
    from claims
    union all
    select 'numbers_without_a_value', 'derive', count(*), count(*) filter (where value is null and value_low is null)
    from numbers
    union all
    select 'counts_without_what_is_counted', 'derive', count(*), count(*) filter (where counted_text is null)
    from numbers
    where kind = 'count'
    union all
    select 'numbers_in_boilerplate', 'derive', count(*), count(*) filter (where is_boilerplate)
    from numbers
    union all
    select 'dates_without_a_value', 'derive', count(*), count(*) filter (where "value" is null)
    from dates
    union all
    select 'articles_that_are_copies', 'model', count(*), count(*) filter (where not is_origin)
    from articles_current
    union all
    select 'publishers_not_declared', 'model', count(*), count(*) filter (where not is_declared)
    from sources
)

select
    measures.measure,
    measures.stage,
    coalesce(measures.row_count, 0) as row_count,
    coalesce(measures.affected_count, 0) as affected_count,
    measures.affected_count / nullif(measures.row_count, 0) as affected_share,
from measures
