-- grain: one row per article without a sentence whose sentences are not in unanalysed, or with both
with analysed as (
    select distinct sentences.article_version_id
    from sentences
    where sentences.captured_on between $first_day and $last_day
),

missing as (
    select unanalysed.article_version_id
    from unanalysed
    where unanalysed.table_name = 'sentences'
)

select
    articles.captured_on,
    articles.article_version_id,
    articles.headline,
    analysed.article_version_id is not null as has_sentences,
from articles
left join analysed on articles.article_version_id = analysed.article_version_id
left join missing on articles.article_version_id = missing.article_version_id
where
    articles.captured_on between $first_day and $last_day
    and (analysed.article_version_id is null) = (missing.article_version_id is null)
    and articles.word_count > 0
