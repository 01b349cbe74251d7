-- grain: one row per change between two versions of an article
select
    article_versions.article_version_id,
    article_versions.article_id,
    articles_current.source_id,
    articles_current.source_name,
    article_versions.version_no,
    article_versions.valid_from as changed_at,
    article_versions.change_kind,
    article_versions.is_material,
    article_versions.is_silent,
    article_versions.correction_kind,
    article_versions.correction_text,
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
    articles_current.url,
from article_versions
inner join articles_current on article_versions.article_id = articles_current.article_id
where article_versions.version_no > 1
