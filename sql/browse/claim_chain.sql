-- Through whom it came: the statements that relay it, outermost first.
with recursive chain as (
    select claims.claim_id, claims.relayed_by_claim_id, claims.speaker_name, claims.source_text, claims.speaker_kind,
        claims.cue_text, claims.content_text, 0 as depth
    from claims where claims.claim_id = $id
    union all
    select claims.claim_id, claims.relayed_by_claim_id, claims.speaker_name, claims.source_text, claims.speaker_kind,
        claims.cue_text, claims.content_text, chain.depth + 1
    from claims inner join chain on claims.claim_id = chain.relayed_by_claim_id
    where chain.depth < 8
)

select chain.claim_id, chain.speaker_name, chain.source_text, chain.speaker_kind, chain.cue_text, chain.content_text
from chain
order by chain.depth desc
