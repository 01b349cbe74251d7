-- The same statement elsewhere: the same words, or the wordings of the quotation that view quote_variants joins.
with asked as (
    select claims.content_text, claims.speaker_name from claims where claims.claim_id = $id
),

same_words as (
    select claims.claim_id, 'same words' as relation
    from claims
    inner join asked on lower(claims.content_text) = lower(asked.content_text)
    where claims.claim_id != $id and not claims.is_boilerplate and length(claims.content_text) >= 12
),

variants as (
    select quote_variants.other_claim_id as claim_id, quote_variants.edit_kind as relation
    from quote_variants where quote_variants.one_claim_id = $id
    union all
    select quote_variants.one_claim_id, quote_variants.edit_kind
    from quote_variants where quote_variants.other_claim_id = $id
),

found as (
    from same_words
    union all
    from variants
)

select
    claims.claim_id, any_value(found.relation) as relation, any_value(claims.speaker_name) as speaker_name,
    any_value(claims.cue_text) as cue_text, any_value(claims.content_text) as content_text,
    any_value(articles_current.source_id) as source_id, any_value(articles_current.source_name) as source_name,
    any_value(articles_current.reported_on) as reported_on, any_value(articles_current.is_origin) as is_origin,
    any_value(claims.article_version_id) as article_version_id,
from found
inner join claims on found.claim_id = claims.claim_id
inner join articles_current on claims.article_version_id = articles_current.article_version_id
group by claims.claim_id
order by reported_on, source_id, claims.claim_id
limit 50
