-- One version of an article, with its publisher and the story it belongs to.
select
    articles.article_version_id, articles.article_id, articles.capture_id, articles.captured_on, articles.captured_at,
    articles.headline, articles.kicker, articles.subtitle, articles.text, articles.url, articles.language,
    articles.published_at, articles.published_on, articles.published_precision, articles.published_confidence,
    articles.published_method, articles.word_count, articles.syndication_credit, articles.correction_kind,
    articles.correction_text, articles.is_suspect_loss, articles.article_type, articles.text_sha256,
    articles.source_id, sources.name as source_name,
    articles_current.story_id, articles_current.is_origin, articles_current.story_article_count,
    articles_current.version_count, articles_current.article_version_id as newest_version_id,
from articles
left join sources on articles.source_id = sources.source_id
left join articles_current on articles.article_id = articles_current.article_id
where articles.article_version_id = $id
