-- Statements that say otherwise: what denies this one, or turns it round.
with own as (
    select claim_group_members.claim_group_id
    from claim_group_members
    where claim_group_members.claim_id = $claim_id
),

opposed as (
    select
        disagreements.kind,
        if(
            disagreements.one_claim_group_id = own.claim_group_id,
            disagreements.other_claim_group_id,
            disagreements.one_claim_group_id
        ) as claim_group_id,
        disagreements.first_side = if(
            disagreements.one_claim_group_id = own.claim_group_id, 'other', 'one'
        ) as was_first
    from disagreements
    inner join own on own.claim_group_id in (disagreements.one_claim_group_id, disagreements.other_claim_group_id)
)

select
    opposed.kind,
    opposed.was_first,
    claim_groups.first_claim_id as claim_id,
    claim_groups.content_text,
    claim_groups.speaker_names,
    claim_groups.first_reported_on,
    claim_groups.article_count,
    claim_groups.origin_count,
    claim_groups.family_count
from opposed
inner join claim_groups on opposed.claim_group_id = claim_groups.claim_group_id
order by claim_groups.first_reported_on, claim_groups.first_claim_id
limit 20
