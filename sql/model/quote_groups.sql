-- grain: one row per quotation that was printed more than once, in the same words or edited
with joined as (
    select
        quote_group_members.quote_group_id,
        quote_group_members.wording_id,
        quote_group_members.quote_norm,
        quote_group_members.is_fullest,
        claim_tellings.claim_id,
        claim_tellings.content_text,
        claim_tellings.speaker_name,
        claim_tellings.article_id,
        claim_tellings.story_id,
        claim_tellings.publisher_family_id,
        claim_tellings.reported_on,
        row_number() over (
            partition by quote_group_members.quote_group_id
            order by
                claim_tellings.reported_on asc, claim_tellings.reported_at asc nulls last, claim_tellings.claim_id asc
        ) as printing_order,
    from quote_group_members
    inner join claim_tellings on quote_group_members.claim_id = claim_tellings.claim_id
)

select
    joined.quote_group_id,
    mode(joined.speaker_name order by joined.speaker_name) as speaker_name,
    coalesce(
        list_sort(list(distinct joined.speaker_name) filter (where joined.speaker_name is not null)), []
    ) as speaker_names,
    arg_min(joined.content_text, joined.printing_order) filter (where joined.is_fullest) as fullest_text,
    arg_min(joined.claim_id, joined.printing_order) filter (where joined.is_fullest) as fullest_claim_id,
    arg_min(joined.content_text, joined.printing_order) as first_text,
    arg_min(joined.claim_id, joined.printing_order) as first_claim_id,
    min(joined.reported_on) as first_reported_on,
    count(distinct joined.quote_norm) as wording_count,
    count(*) as claim_count,
    count(distinct joined.article_id) as article_count,
    count(distinct joined.story_id) as origin_count,
    count(distinct joined.publisher_family_id) as family_count,
from joined
group by joined.quote_group_id
