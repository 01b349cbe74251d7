-- grain: one row per article that search finds, in its newest version
with lengths as (
    select
        article_terms.article_number,
        sum(article_terms.occurrence_count)::integer as word_count,
    from article_terms
    group by article_terms.article_number
)

select
    arriving.article_number,
    arriving.article_version_id,
    arriving.captured_on,
    coalesce(lengths.word_count, 0) as word_count,
from arriving
left join lengths on arriving.article_number = lengths.article_number
order by arriving.article_number
