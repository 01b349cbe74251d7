-- grain: one row per claim that several articles carry or that another contradicts, with how well it is backed
with sides as (
    select contradictions.one_claim_group_id as claim_group_id
    from contradictions
    union all
    select contradictions.other_claim_group_id as claim_group_id
    from contradictions
),

denials as (
    select
        sides.claim_group_id,
        count(*) as contradiction_count,
    from sides
    group by sides.claim_group_id
)

select
    claim_groups.claim_group_id,
    claim_groups.content_text,
    claim_groups.first_claim_id,
    claim_groups.first_speaker_name,
    claim_groups.first_reported_on,
    claim_groups.last_reported_on,
    claim_groups.speaker_names,
    case
        when claim_groups.article_count = 1 then 'single_article'
        when claim_groups.origin_count = 1 then 'copies_of_one_story'
        when claim_groups.family_count = 1 then 'one_publisher_family'
        when len(claim_groups.speaker_names) = 1 then 'one_speaker'
        when claim_groups.first_hand_origin_count + claim_groups.outlet_origin_count <= 1 then 'relayed'
        else 'independent'
    end as backing,
    claim_groups.first_hand_origin_count,
    claim_groups.relayed_origin_count,
    claim_groups.outlet_origin_count,
    len(claim_groups.speaker_names)::bigint as speaker_count,
    coalesce(denials.contradiction_count, 0) as contradiction_count,
    claim_groups.wording_count,
    claim_groups.article_count,
    claim_groups.origin_count,
    claim_groups.family_count,
from claim_groups
left join denials on claim_groups.claim_group_id = denials.claim_group_id
