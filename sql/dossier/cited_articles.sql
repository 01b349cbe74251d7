-- grain: one row per article version that a dossier cites, with the capture it was read from
select
    articles.article_version_id,
    articles.article_id,
    articles.headline,
    coalesce(sources.name, articles.source_id) as source_name,
    articles.url,
    articles.published_on,
    articles.published_confidence,
    articles.captured_at,
    articles.text_sha256,
    articles.text,
    articles.syndication_credit,
    articles_current.is_origin,
    articles_current.article_version_id is not null as is_current,
    captures.capture_id,
    captures.body_sha256,
    captures.origin_kind,
    captures.origin_path,
    captures.origin_offset,
from articles
left join ops.captures as captures on articles.capture_id = captures.capture_id
left join articles_current on articles.article_version_id = articles_current.article_version_id
left join sources on articles.source_id = sources.source_id
where list_contains($article_version_ids, articles.article_version_id)
order by articles.published_on asc nulls last, articles.article_version_id asc
