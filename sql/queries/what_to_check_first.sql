-- Which statements ask most to be checked, two of an article at most, and are they backed by more than one story?
select
    claims_to_check.check_rank,
    claims_to_check.checkworthiness,
    claims_to_check.speaker_name,
    claims_to_check.content_text,
    claims_to_check.article_count,
    claims_to_check.origin_count,
    claims_to_check.family_count,
    claims_to_check.url,
from claims_to_check
where claims_to_check.article_rank <= 2
order by claims_to_check.check_rank asc
limit 20
