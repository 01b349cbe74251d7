-- Which articles changed figures or statements after they were first seen?
select
    article_changes.source_name,
    article_changes.headline,
    article_changes.changed_at,
    article_changes.numbers_removed,
    article_changes.numbers_added,
    len(article_changes.claims_removed) as removed_claim_count,
    article_changes.url,
from article_changes
where article_changes.is_material
order by article_changes.changed_at desc
