-- The same statement elsewhere: in the same words or others, by claim_groups, or as an edited quotation, by quote_groups.
with own_group as (
    select
        claim_group_members.claim_group_id,
        claim_group_members.wording_id
    from claim_group_members
    where claim_group_members.claim_id = $claim_id
),

own_quote as (
    select
        quote_group_members.quote_group_id,
        quote_group_members.quote_norm
    from quote_group_members
    where quote_group_members.claim_id = $claim_id
),

related as (
    select
        quote_group_members.claim_id,
        case
            when quote_group_members.quote_norm = own_quote.quote_norm then 'same words'
            when contains(own_quote.quote_norm, quote_group_members.quote_norm) then 'shortened'
            when contains(quote_group_members.quote_norm, own_quote.quote_norm) then 'lengthened'
            else 'reworded'
        end as relation,
        1 as weight
    from quote_group_members
    inner join own_quote on quote_group_members.quote_group_id = own_quote.quote_group_id
    union all
    select
        claim_group_members.claim_id,
        if(claim_group_members.wording_id = own_group.wording_id, 'same words', 'in other words') as relation,
        2 as weight
    from claim_group_members
    inner join own_group on claim_group_members.claim_group_id = own_group.claim_group_id
),

found as (
    select
        related.claim_id,
        arg_min(related.relation, (related.weight, related.relation)) as relation
    from related
    where related.claim_id != $claim_id
    group by related.claim_id
)

select
    found.claim_id,
    found.relation,
    coalesce(claims.speaker_name, claims.source_text) as speaker_name,
    claims.cue_text,
    claims.content_text,
    articles_current.source_id,
    articles_current.source_name,
    articles_current.reported_on,
    articles_current.is_origin,
    claims.article_version_id
from found
inner join claims on found.claim_id = claims.claim_id
inner join articles_current on claims.article_version_id = articles_current.article_version_id
order by articles_current.reported_on, articles_current.source_id, found.claim_id
limit 50
