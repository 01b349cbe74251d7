-- The same statement elsewhere: the same words, or the wordings of the quotation that view quote_variants joins.
with variants as (
    select
        quote_variants.other_claim_id as claim_id,
        quote_variants.edit_kind as relation
    from quote_variants
    where quote_variants.one_claim_id = $claim_id
    union all
    select
        quote_variants.one_claim_id as claim_id,
        quote_variants.edit_kind as relation
    from quote_variants
    where quote_variants.other_claim_id = $claim_id
),

found as (
    select
        claims.claim_id,
        'same words' as relation,
        coalesce(claims.speaker_name, claims.source_text) as speaker_name,
        claims.cue_text,
        claims.content_text,
        claims.article_version_id
    from claims
    where
        claims.content_text = $content_text
        and length($content_text) >= 12
        and claims.claim_id != $claim_id
        and not claims.is_boilerplate
    union all
    select
        claims.claim_id,
        variants.relation,
        coalesce(claims.speaker_name, claims.source_text) as speaker_name,
        claims.cue_text,
        claims.content_text,
        claims.article_version_id
    from claims
    inner join variants on claims.claim_id = variants.claim_id
)

select
    found.claim_id,
    found.relation,
    found.speaker_name,
    found.cue_text,
    found.content_text,
    articles_current.source_id,
    articles_current.source_name,
    articles_current.reported_on,
    articles_current.is_origin,
    found.article_version_id
from found
inner join articles_current on found.article_version_id = articles_current.article_version_id
order by articles_current.reported_on, articles_current.source_id, found.claim_id
limit 50
