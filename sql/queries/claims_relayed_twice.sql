-- Which statements came through two others: who said it, who passed it on, and who passed that on?
select
    articles_current.source_name,
    claims.speaker_name,
    relaying.speaker_name as relayed_by,
    outer_claims.speaker_name as relayed_first_by,
    claims.content_text,
from claims
inner join claims as relaying on claims.relayed_by_claim_id = relaying.claim_id
inner join claims as outer_claims on relaying.relayed_by_claim_id = outer_claims.claim_id
inner join articles_current on claims.article_version_id = articles_current.article_version_id
where not claims.is_boilerplate
order by articles_current.source_name asc, claims.claim_id asc
limit 50
