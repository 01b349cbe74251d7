-- Which articles changed after they were first seen, what changed, and did they say so? Silent changes first.
select
    article_changes.source_name,
    article_changes.headline,
    article_changes.headline_before,
    article_changes.changed_at,
    article_changes.is_silent,
    article_changes.correction_kind,
    article_changes.numbers_removed,
    article_changes.numbers_added,
    article_changes.names_removed,
    article_changes.names_added,
    len(article_changes.claims_removed) as removed_claim_count,
    article_changes.sentences_removed,
    article_changes.sentences_added,
    article_changes.url,
from article_changes
where article_changes.is_material
order by article_changes.is_silent desc, article_changes.changed_at desc
