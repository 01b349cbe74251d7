-- grain: one row per pair of wordings in which the same quotation of one speaker was printed
with quotes as (
    select
        lower(claims.speaker_name) as speaker_norm,
        trim(regexp_replace(lower(claims.content_text), '[^\w]+', ' ', 'g')) as quote_norm,
        min(claims.speaker_name) as speaker_name,
        arg_min(claims.content_text, claims.claim_id) as content_text,
        min(claims.claim_id) as example_claim_id,
        min(articles_current.reported_on) as first_reported_on,
        min(articles_current.published_at) filter (where articles_current.published_precision = 'time') as first_timed_at,
        -- The day's articles that give no time: one of them may be older than all times.
        arg_min(
            coalesce(articles_current.published_precision, '') != 'time' or articles_current.is_undated,
            (articles_current.reported_on, coalesce(articles_current.published_precision, '') = 'time')
        ) as is_first_untimed,
        list_sort(list(distinct articles_current.article_id)) as article_ids,
        list_sort(list(distinct articles_current.story_id)) as story_ids,
        list_sort(list(distinct articles_current.publisher_family_id)) as family_ids,
    from claims
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    where not claims.is_boilerplate and claims.quote_type = 'direct' and claims.speaker_name is not null
    group by
        lower(claims.speaker_name), trim(regexp_replace(lower(claims.content_text), '[^\w]+', ' ', 'g'))
),

long_quotes as (
    select quotes.*
    from quotes
    where length(quotes.quote_norm) between 25 and 1000
),

pairs as (
    select
        one.speaker_name,
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
        1 - levenshtein(one.quote_norm, other.quote_norm)
        / greatest(length(one.quote_norm), length(other.quote_norm)) as similarity,
        len(list_distinct(one.article_ids || other.article_ids))::bigint as article_count,
        len(list_distinct(one.story_ids || other.story_ids))::bigint as origin_count,
        len(list_distinct(one.family_ids || other.family_ids))::bigint as family_count,
    from long_quotes as one
    inner join long_quotes as other
        on
            one.speaker_norm = other.speaker_norm
            and (one.first_reported_on, coalesce(one.first_timed_at, 'infinity'::timestamptz), one.example_claim_id)
            < (other.first_reported_on, coalesce(other.first_timed_at, 'infinity'::timestamptz), other.example_claim_id)
            and one.first_reported_on + 14 >= other.first_reported_on
            and (
                length(one.quote_norm) between 0.6 * length(other.quote_norm) and length(other.quote_norm) / 0.6
                or contains(one.quote_norm, other.quote_norm)
                or contains(other.quote_norm, one.quote_norm)
            )
)

select
    pairs.speaker_name,
    pairs.one_text,
    pairs.other_text,
    case
        when contains(pairs.one_norm, pairs.other_norm) then 'shortened'
        when contains(pairs.other_norm, pairs.one_norm) then 'lengthened'
        else 'reworded'
    end as edit_kind,
    -- sqlfluff takes the name in a lambda for a column.
    list_filter(string_split(pairs.one_norm, ' '), lambda word: not list_contains(string_split(pairs.other_norm, ' '), word)) as removed_words, -- noqa: RF03,LT05
    list_filter(string_split(pairs.other_norm, ' '), lambda word: not list_contains(string_split(pairs.one_norm, ' '), word)) as added_words, -- noqa: RF03,LT05
    pairs.similarity,
    pairs.one_claim_id,
    pairs.other_claim_id,
    pairs.one_reported_on,
    pairs.other_reported_on,
    pairs.is_order_known,
    pairs.article_count,
    pairs.origin_count,
    pairs.family_count,
from pairs
where
    pairs.similarity >= 0.7
    or contains(pairs.one_norm, pairs.other_norm)
    or contains(pairs.other_norm, pairs.one_norm)
