-- One version of an article and the one before, with what changed.
select
    article_versions.article_id,
    article_versions.article_version_id,
    article_versions.version_no,
    article_versions.previous_version_id,
    article_versions.valid_from,
    article_versions.valid_to,
    article_versions.change_kind,
    article_versions.headline,
    article_versions.headline_before,
    article_versions.text_similarity,
    article_versions.word_count_change,
    article_versions.sentences_added,
    article_versions.sentences_removed,
    article_versions.numbers_added,
    article_versions.numbers_removed,
    article_versions.claims_added,
    article_versions.claims_removed,
    article_versions.names_added,
    article_versions.names_removed,
    article_versions.is_material,
    article_versions.correction_kind,
    article_versions.correction_text,
    article_versions.is_silent,
    articles.text,
    articles.captured_on,
    articles.source_id,
    sources.name as source_name,
    articles.url,
    before.text as text_before,
    before.captured_at as captured_before_at,
from article_versions
inner join articles on article_versions.article_version_id = articles.article_version_id
inner join articles as before on article_versions.previous_version_id = before.article_version_id
left join sources on articles.source_id = sources.source_id
where article_versions.article_version_id = $id
