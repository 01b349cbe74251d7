-- grain: one row per quotation of a group: a quotation that was printed more than once, in the same words or edited
-- Quotations meet over three words in a row, each with its neighbours there and with the fullest, so that a phrase that
-- many use costs no square.
with recursive quoted as (  -- noqa: PRS
    select
        claim_tellings.claim_id,
        claim_tellings.article_id,
        claim_tellings.speaker_id,
        claim_tellings.reported_on,
        claim_tellings.event_names,
        claim_tellings.words as quote_norm,
    from claim_tellings
    where claim_tellings.quote_type = 'direct'
    union all
    -- Of a statement that is quoted in part, the longest part in quotation marks.
    select
        claim_tellings.claim_id,
        claim_tellings.article_id,
        claim_tellings.speaker_id,
        claim_tellings.reported_on,
        claim_tellings.event_names,
        trim(regexp_replace(
            regexp_replace(
                lower(strip_accents(list_aggregate(
                    list_transform(
                        regexp_extract_all(claim_tellings.content_text, '["“”]([^"“”]{25,})["“”]', 1),
                        lambda part: { 'size': len(part), 'part': part } -- noqa: RF02,RF03
                    ),
                    'max'
                ).part)),
                '(?:n[''’]t|cannot)\b', ' not ', 'g'
            ),
            '[^\p{L}\p{N}]+', ' ', 'g'
        )) as quote_norm,
    from claim_tellings
    where claim_tellings.quote_type = 'mixed'
),

-- Nobody's words of less than 25 letters are known again.
long_quotes as (
    select
        quoted.*,
        left(sha256(concat_ws('|', coalesce(quoted.speaker_id, ''), quoted.quote_norm)), 32) as wording_id,
    from quoted
    where length(quoted.quote_norm) between 25 and 2000
),

wordings as (
    select
        long_quotes.wording_id,
        any_value(long_quotes.speaker_id) as speaker_id,
        any_value(long_quotes.quote_norm) as quote_norm,
        min(long_quotes.reported_on) as first_on,
        max(long_quotes.reported_on) as last_on,
        list_distinct(flatten(list(long_quotes.event_names))) as event_names,
        string_split(any_value(long_quotes.quote_norm), ' ') as tokens,
    from long_quotes
    group by long_quotes.wording_id
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
),

links as (
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
),

parents as (
    select
        links.wording_id,
        arg_max(links.fuller_id, (links.shared_share, links.fuller_id)) as parent_id,
    from links
    group by links.wording_id
),

followed as (
    select
        parents.wording_id,
        parents.parent_id as root_id,
        1 as depth,
    from parents
    union all
    select
        followed.wording_id,
        parents.parent_id as root_id,
        followed.depth + 1 as depth,
    from followed
    inner join parents on followed.root_id = parents.wording_id
    where followed.depth < 20
),

roots as (
    select
        followed.wording_id,
        arg_max(followed.root_id, followed.depth) as root_id,
    from followed
    group by followed.wording_id
),

grouped as (
    select
        long_quotes.claim_id,
        long_quotes.article_id,
        long_quotes.wording_id,
        long_quotes.quote_norm,
        coalesce(roots.root_id, long_quotes.wording_id) as root_id,
    from long_quotes
    left join roots on long_quotes.wording_id = roots.wording_id
)

select
    grouped.claim_id,
    grouped.root_id as quote_group_id,
    grouped.wording_id,
    grouped.quote_norm,
    fullest.quote_norm = grouped.quote_norm as is_fullest,
    -- sqlfluff takes the name in a lambda for a column.
    list_filter(fullest.tokens, lambda word: not list_contains(string_split(grouped.quote_norm, ' '), word)) as removed_words, -- noqa: RF02,RF03,LT05
    list_filter(string_split(grouped.quote_norm, ' '), lambda word: not list_contains(fullest.tokens, word)) as added_words, -- noqa: RF02,RF03,LT05
from grouped
inner join wordings as fullest on grouped.root_id = fullest.wording_id
qualify count(distinct grouped.article_id) over (partition by grouped.root_id) > 1
