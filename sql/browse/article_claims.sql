-- What is said in it, and by whom.
select
    claims.claim_id,
    claims.quote_type,
    claims.speaker_kind,
    claims.speaker_name,
    claims.source_text,
    claims.cue_text,
    claims.content_text,
    claims.cue_stance,
    claims.is_negated,
    claims.hedges,
    claims.modality,
    claims.claim_type,
    claims.checkworthiness,
    claims.relayed_by_claim_id,
    claims.in_headline,
    claims.start_char,
    claims.end_char,
    claims.surface,
    claims.is_boilerplate,
    claims.rule,
    claims.source,
    claims.cue,
    claims.content,
from claims
where claims.article_version_id = $id and claims.captured_on = $captured_on
order by claims.in_headline desc, claims.start_char asc, claims.end_char desc
