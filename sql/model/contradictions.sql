-- grain: one row per pair of claims of which one says that the other is not so
with pairs as (
    select
        one.claim_group_id as fuller_group_id,
        other.claim_group_id as other_group_id,
        claim_links.relation,
        claim_links.is_same_speaker,
        claim_links.agreement,
    from claim_links
    inner join claim_group_members as one on claim_links.fuller_id = one.wording_id
    inner join claim_group_members as other on claim_links.wording_id = other.wording_id
    where claim_links.relation != 'same' and one.claim_group_id != other.claim_group_id
),

-- One side is what is claimed, the other what denies it; of two that are turned round, the earlier one comes first.
ordered as (
    select
        if(
            (fuller.is_denied, fuller.first_reported_on, fuller.claim_group_id)
            < (other.is_denied, other.first_reported_on, other.claim_group_id),
            [fuller.claim_group_id, other.claim_group_id],
            [other.claim_group_id, fuller.claim_group_id]
        ) as sides,
        pairs.relation,
        pairs.is_same_speaker,
        pairs.agreement,
    from pairs
    inner join claim_groups as fuller on pairs.fuller_group_id = fuller.claim_group_id
    inner join claim_groups as other on pairs.other_group_id = other.claim_group_id
)

select
    left(sha256(concat_ws('|', ordered.sides[1], ordered.sides[2])), 32) as contradiction_id,
    ordered.sides[1] as one_claim_group_id,
    ordered.sides[2] as other_claim_group_id,
    min(ordered.relation) as kind,
    bool_and(ordered.is_same_speaker) as is_same_speaker,
    max(ordered.agreement) as agreement,
from ordered
group by ordered.sides
