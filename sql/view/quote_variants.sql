-- grain: one row per pair of wordings in which the same quotation was printed: the first one and another
with printed as (
    select
        quote_group_members.quote_group_id,
        quote_group_members.quote_norm,
        claim_tellings.claim_id,
        claim_tellings.speaker_name,
        claim_tellings.content_text,
        claim_tellings.article_id,
        claim_tellings.story_id,
        claim_tellings.publisher_family_id,
        claim_tellings.reported_on,
        claim_tellings.reported_at,
    from quote_group_members
    inner join claim_tellings on quote_group_members.claim_id = claim_tellings.claim_id
),

wordings as (
    select
        printed.quote_group_id,
        printed.quote_norm,
        min(printed.speaker_name) as speaker_name,
        arg_min(printed.content_text, printed.claim_id) as content_text,
        min(printed.claim_id) as example_claim_id,
        min(printed.reported_on) as first_reported_on,
        min(printed.reported_at) as first_timed_at,
        -- The day's articles that give no time: one of them may be older than all times.
        arg_min(
            printed.reported_at is null, (printed.reported_on, printed.reported_at is not null)
        ) as is_first_untimed,
        list_sort(list(distinct printed.article_id)) as article_ids,
        list_sort(list(distinct printed.story_id)) as story_ids,
        list_sort(list(distinct printed.publisher_family_id)) as family_ids,
    from printed
    group by printed.quote_group_id, printed.quote_norm
),

ordered as (
    select
        wordings.*,
        row_number() over (
            partition by wordings.quote_group_id
            order by
                wordings.first_reported_on asc, wordings.first_timed_at asc nulls last, wordings.example_claim_id asc
        ) as printing_order,
    from wordings
),

pairs as (
    select
        one.quote_group_id,
        coalesce(one.speaker_name, other.speaker_name) as speaker_name,
        one.content_text as one_text,
        other.content_text as other_text,
        one.example_claim_id as one_claim_id,
        other.example_claim_id as other_claim_id,
        one.first_reported_on as one_reported_on,
        other.first_reported_on as other_reported_on,
        (
            one.first_reported_on < other.first_reported_on
            or (
                not one.is_first_untimed
                and not other.is_first_untimed
                and one.first_timed_at < other.first_timed_at
            )
        ) as is_order_known,
        one.quote_norm as one_norm,
        other.quote_norm as other_norm,
        string_split(one.quote_norm, ' ') as one_words,
        string_split(other.quote_norm, ' ') as other_words,
        len(list_distinct(one.article_ids || other.article_ids))::bigint as article_count,
        len(list_distinct(one.story_ids || other.story_ids))::bigint as origin_count,
        len(list_distinct(one.family_ids || other.family_ids))::bigint as family_count,
    from ordered as one
    inner join ordered as other
        on one.quote_group_id = other.quote_group_id and one.printing_order = 1 and other.printing_order > 1
)

select
    pairs.quote_group_id,
    pairs.speaker_name,
    pairs.one_text,
    pairs.other_text,
    case
        when contains(pairs.one_norm, pairs.other_norm) then 'shortened'
        when contains(pairs.other_norm, pairs.one_norm) then 'lengthened'
        else 'reworded'
    end as edit_kind,
    -- sqlfluff takes the name in a lambda for a column.
    list_filter(pairs.one_words, lambda word: not list_contains(pairs.other_words, word)) as removed_words, -- noqa: RF03
    list_filter(pairs.other_words, lambda word: not list_contains(pairs.one_words, word)) as added_words, -- noqa: RF03
    1 - levenshtein(pairs.one_norm, pairs.other_norm)
    / greatest(length(pairs.one_norm), length(pairs.other_norm)) as similarity,
    pairs.one_claim_id,
    pairs.other_claim_id,
    pairs.one_reported_on,
    pairs.other_reported_on,
    pairs.is_order_known,
    pairs.article_count,
    pairs.origin_count,
    pairs.family_count,
from pairs
