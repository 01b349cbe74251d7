-- Through whom it came: the statements that relay it, outermost first.
with recursive article_claims as materialized (
    select
        claims.claim_id,
        claims.relayed_by_claim_id,
        claims.speaker_name,
        claims.source_text,
        claims.speaker_kind,
        claims.cue_text,
        claims.content_text
    from claims
    where claims.article_version_id = $article_version_id and claims.captured_on = $captured_on
),

chain as (
    select
        article_claims.*,
        0 as depth
    from article_claims
    where article_claims.claim_id = $claim_id
    union all
    select
        article_claims.*,
        chain.depth + 1 as depth
    from article_claims
    inner join chain on article_claims.claim_id = chain.relayed_by_claim_id
    where chain.depth < 8
)

select
    chain.claim_id,
    chain.speaker_name,
    chain.source_text,
    chain.speaker_kind,
    chain.cue_text,
    chain.content_text
from chain
order by chain.depth desc
