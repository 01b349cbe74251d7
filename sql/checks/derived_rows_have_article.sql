-- grain: one row per derived row whose article version is not in articles
with derived as (
    select
        'sentences' as table_name,
        article_version_id,
        captured_on
    from sentences
    union all
    select
        'mentions' as table_name,
        article_version_id,
        captured_on
    from mentions
    union all
    select
        'claims' as table_name,
        article_version_id,
        captured_on
    from claims
    union all
    select
        'numbers' as table_name,
        article_version_id,
        captured_on
    from numbers
    union all
    select
        'dates' as table_name,
        article_version_id,
        captured_on
    from dates
    union all
    select
        'signatures' as table_name,
        article_version_id,
        captured_on
    from signatures
)

select
    derived.table_name,
    derived.captured_on,
    derived.article_version_id,
from derived
left join articles
    on derived.article_version_id = articles.article_version_id and derived.captured_on = articles.captured_on
where derived.captured_on between $first_day and $last_day and articles.article_version_id is null
