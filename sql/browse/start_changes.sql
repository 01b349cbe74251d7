-- Articles that were changed, newest first.
select
    article_changes.article_version_id,
    article_changes.changed_at,
    article_changes.source_id,
    article_changes.source_name,
    article_changes.headline,
    article_changes.headline_before,
    article_changes.change_kind,
    article_changes.is_material,
    article_changes.is_silent,
    article_changes.correction_kind,
    article_changes.numbers_added,
    article_changes.numbers_removed
from article_changes
where article_changes.is_material or article_changes.correction_kind is not null
order by article_changes.changed_at desc, article_changes.article_version_id asc
limit 12
