-- Articles whose headline or text holds the words, those with it in the headline first.
with found as (
    select
        articles.article_version_id,
        articles.text,
        contains(lower(coalesce(articles.headline, '')), lower($words)) as is_in_headline,
        articles.text ilike '%' || replace(replace($words, '%', '\%'), '_', '\_') || '%' escape '\' as is_in_text
    from articles
),

newest as (
    select
        articles_current.article_version_id,
        articles_current.headline,
        articles_current.source_id,
        articles_current.source_name,
        articles_current.reported_on,
        articles_current.is_origin,
        found.is_in_headline,
        found.is_in_text,
        found.text
    from found
    inner join articles_current on found.article_version_id = articles_current.article_version_id
    where found.is_in_headline or found.is_in_text
    order by found.is_in_headline desc, articles_current.reported_on desc, articles_current.article_version_id asc
    limit 30
)

select
    newest.article_version_id,
    newest.headline,
    newest.source_id,
    newest.source_name,
    newest.reported_on,
    newest.is_origin,
    newest.is_in_text,
    substring(
        newest.text, greatest(position(lower($words) in lower(newest.text)) - 80, 1), 160 + length($words)
    ) as context_text
from newest
order by newest.is_in_headline desc, newest.reported_on desc, newest.article_version_id asc
