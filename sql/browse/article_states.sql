-- Every version of the article, and what changed.
select
    article_versions.article_version_id,
    article_versions.version_no,
    article_versions.valid_from,
    article_versions.change_kind,
    article_versions.is_material,
    article_versions.is_silent,
    article_versions.correction_kind,
    article_versions.sentences_added,
    article_versions.sentences_removed,
    article_versions.numbers_added,
    article_versions.numbers_removed,
    article_versions.claims_added,
    article_versions.claims_removed,
    article_versions.names_added,
    article_versions.names_removed,
    article_versions.headline,
    article_versions.headline_before,
from article_versions
where article_versions.article_id = $article_id
order by article_versions.version_no
