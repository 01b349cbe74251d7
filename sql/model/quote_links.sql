-- grain: one row per pair of wordings of quotations, of which one is a part of the other or edited from it
-- Quotations meet over three words in a row, each with its neighbours there and with the fullest, so that a phrase that
-- many use costs no square.
with wordings as (
    select
        quotations.wording_id,
        any_value(quotations.speaker_id) as speaker_id,
        any_value(quotations.quote_norm) as quote_norm,
        min(quotations.reported_on) as first_on,
        max(quotations.reported_on) as last_on,
        list_distinct(flatten(list(quotations.event_names))) as event_names,
        string_split(any_value(quotations.quote_norm), ' ') as tokens,
    from quotations
    group by quotations.wording_id
),

shingled as (
    select
        wordings.wording_id,
        wordings.speaker_id,
        len(wordings.tokens) as token_count,
        list_distinct(list_transform(
            range(1, greatest(len(wordings.tokens) - 1, 2)),
            lambda place: hash(wordings.tokens[place:place + 2]) -- noqa: RF03
        )) as shingles,
    from wordings
),

keys as (
    select
        shingled.wording_id,
        shingled.token_count,
        unnest(shingled.shingles) as shingle,
    from shingled
    union all
    select
        shingled.wording_id,
        shingled.token_count,
        unnest(list_transform(shingled.shingles, lambda shingle: hash(shingled.speaker_id, shingle))) as shingle, -- noqa: RF03,LT05
    from shingled
    where shingled.speaker_id is not null
),

shared_keys as (
    select keys.*
    from keys
    qualify count(*) over (partition by keys.shingle) > 1
),

neighbours as (
    select
        shared_keys.wording_id,
        first_value(shared_keys.wording_id) over by_length as fullest_id,
        lag(shared_keys.wording_id) over by_length as before_id,
    from shared_keys
    window
        by_length as (
            partition by shared_keys.shingle order by shared_keys.token_count desc, shared_keys.wording_id asc
        )
),

candidates as (
    select
        met.fuller_id,
        met.wording_id,
    from (
        select
            unnest([neighbours.fullest_id, neighbours.before_id]) as fuller_id,
            neighbours.wording_id,
        from neighbours
    ) as met
    where met.fuller_id != met.wording_id
    group by met.fuller_id, met.wording_id
),

compared as (
    select
        candidates.fuller_id,
        candidates.wording_id,
        fuller.speaker_id as fuller_speaker_id,
        other.speaker_id,
        starts_with(coalesce(fuller.speaker_id, 'source '), 'source ')
        or starts_with(coalesce(other.speaker_id, 'source '), 'source ') as has_weak_speaker,
        greatest(fuller.first_on, other.first_on) - least(fuller.last_on, other.last_on) as days_apart,
        len(list_intersect(fuller.event_names, other.event_names))
        >= least(2, len(fuller.event_names), len(other.event_names)) as is_same_event,
        len(list_intersect(fuller_shingles.shingles, other_shingles.shingles)) as shared_count,
        len(other_shingles.shingles) as shingle_count,
        other_shingles.token_count,
        contains(fuller.quote_norm, other.quote_norm) as is_contained,
        len(list_intersect(list_distinct(fuller.tokens), list_distinct(other.tokens)))
        / len(list_distinct(other.tokens)) as containment,
        case
            when
                length(other.quote_norm) >= 0.6 * length(fuller.quote_norm)
                and length(fuller.quote_norm) <= 1000
                then 1 - levenshtein(fuller.quote_norm, other.quote_norm) / length(fuller.quote_norm)
            else 0
        end as similarity,
    from candidates
    inner join wordings as fuller on candidates.fuller_id = fuller.wording_id
    inner join wordings as other on candidates.wording_id = other.wording_id
    inner join shingled as fuller_shingles on candidates.fuller_id = fuller_shingles.wording_id
    inner join shingled as other_shingles on candidates.wording_id = other_shingles.wording_id
)

select
    compared.fuller_id,
    compared.wording_id,
    compared.shared_count / compared.shingle_count as shared_share,
from compared
where
    (
        compared.is_contained
        or compared.similarity >= 0.7
        or (compared.containment >= 0.85 and compared.shared_count >= 0.5 * compared.shingle_count)
    )
    -- Two named speakers may use the same words; a source without a name may be the one that is named elsewhere.
    and (
        compared.fuller_speaker_id = compared.speaker_id
        or (
            compared.has_weak_speaker
            and compared.days_apart <= 7
            and compared.token_count >= 6
            and compared.is_same_event
        )
    )
