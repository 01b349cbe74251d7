-- Articles whose headline or text holds the words, those with it in the headline first.
select articles_current.article_version_id, articles_current.headline, articles_current.source_id,
    articles_current.source_name, articles_current.reported_on, articles_current.is_origin,
    substring(
        articles.text, greatest(position(lower($words) in lower(articles.text)) - 80, 1), 80 + length($words) + 80
    ) as context_text,
    position(lower($words) in lower(articles.text)) > 0 as is_in_text,
from articles_current
inner join articles on articles_current.article_version_id = articles.article_version_id
where
    contains(lower(coalesce(articles.headline, '')), lower($words))
    or contains(lower(articles.text), lower($words))
order by
    contains(lower(coalesce(articles.headline, '')), lower($words)) desc, articles_current.reported_on desc,
    articles_current.article_version_id
limit 30
