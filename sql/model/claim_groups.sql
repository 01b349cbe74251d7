-- grain: one row per claim: statements that say the same, in the same words or in others
with joined as (
    select
        claim_group_members.claim_group_id,
        claim_tellings.claim_id,
        claim_tellings.wording_id,
        claim_tellings.content_text,
        claim_tellings.speaker_id,
        claim_tellings.speaker_name,
        claim_tellings.is_outlet,
        claim_tellings.is_denied,
        claim_tellings.is_relayed,
        claim_tellings.article_id,
        claim_tellings.story_id,
        claim_tellings.publisher_family_id,
        claim_tellings.reported_on,
        claim_tellings.reported_at,
        -- First within a day is known only where all of that day's articles have a time.
        row_number() over (
            partition by claim_group_members.claim_group_id
            order by
                claim_tellings.reported_on asc, claim_tellings.reported_at asc nulls last, claim_tellings.claim_id asc
        ) as telling_order,
    from claim_group_members
    inner join claim_tellings on claim_group_members.claim_id = claim_tellings.claim_id
)

select
    joined.claim_group_id,
    arg_min(joined.content_text, joined.telling_order) as content_text,
    arg_min(joined.claim_id, joined.telling_order) as first_claim_id,
    min(joined.reported_on) as first_reported_on,
    max(joined.reported_on) as last_reported_on,
    arg_min(joined.speaker_name, joined.telling_order) as first_speaker_name,
    coalesce(
        list_sort(list(distinct joined.speaker_name) filter (where joined.speaker_name is not null)), []
    ) as speaker_names,
    bool_or(joined.is_denied) as is_denied,
    count(distinct joined.wording_id) as wording_count,
    count(*) as claim_count,
    count(distinct joined.speaker_id) as speaker_count,
    count(distinct joined.story_id) filter (where not joined.is_relayed and not joined.is_outlet)
        as first_hand_origin_count,
    count(distinct joined.story_id) filter (where joined.is_relayed) as relayed_origin_count,
    count(distinct joined.story_id) filter (where joined.is_outlet) as outlet_origin_count,
    count(distinct joined.article_id) as article_count,
    count(distinct joined.story_id) as origin_count,
    count(distinct joined.publisher_family_id) as family_count,
from joined
group by joined.claim_group_id
