-- Statements that ask most to be checked.
select
    claims_to_check.claim_id,
    claims_to_check.speaker_name,
    claims_to_check.content_text,
    claims_to_check.checkworthiness,
    claims_to_check.first_reported_on,
    claims_to_check.article_count,
    claims_to_check.origin_count,
    claims_to_check.family_count,
    claims_to_check.source_id
from claims_to_check
order by claims_to_check.check_rank
limit 12
