-- One version of an article and the one before, with what changed.
select
    article_versions.*, articles.text, articles.captured_on, articles.source_id, sources.name as source_name, articles.url,
    before.text as text_before, before.captured_at as captured_before_at,
from article_versions
inner join articles on article_versions.article_version_id = articles.article_version_id
inner join articles as before on article_versions.previous_version_id = before.article_version_id
left join sources on articles.source_id = sources.source_id
where article_versions.article_version_id = $id
