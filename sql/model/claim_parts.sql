-- grain: one row per pair of wordings of which one is the part that others print of the other's quotation
-- A quotation and the part of it that others print are one statement, whatever else the longer one says.
with linked as (
    select quote_links.fuller_id as quotation_id
    from quote_links
    union
    select quote_links.wording_id as quotation_id
    from quote_links
),

quoted as (
    select distinct
        quotations.wording_id as quotation_id,
        claim_tellings.wording_id,
    from quotations
    semi join linked on quotations.wording_id = linked.quotation_id
    inner join claim_tellings on quotations.claim_id = claim_tellings.claim_id
    where claim_tellings.speaker_id is not null and not starts_with(claim_tellings.speaker_id, 'source ')
),

-- Of less than 25 letters quotations are no rows of their own: of named speakers these meet by their longest word.
short_quotes as (
    select distinct
        claim_tellings.wording_id,
        claim_tellings.speaker_id,
        claim_tellings.words,
        list_max(list_transform(claim_tellings.terms, lambda term: { 'size': len(term), 'term': term })).term as longest, -- noqa: RF02,RF03,LT05
    from claim_tellings
    where
        claim_tellings.quote_type = 'direct'
        and length(claim_tellings.words) < 25
        and len(claim_tellings.terms) >= 2
        and not starts_with(claim_tellings.speaker_id, 'source ')
),

spoken_terms as (
    select
        claim_tellings.wording_id,
        claim_tellings.speaker_id,
        claim_tellings.words,
        unnest(claim_tellings.terms) as term,
    from claim_tellings
    semi join short_quotes on claim_tellings.speaker_id = short_quotes.speaker_id
    where claim_tellings.quote_type = 'direct'
),

parts as (
    select
        fuller_quoted.wording_id as fuller_id,
        other_quoted.wording_id,
    from quote_links
    inner join quoted as fuller_quoted on quote_links.fuller_id = fuller_quoted.quotation_id
    inner join quoted as other_quoted on quote_links.wording_id = other_quoted.quotation_id
    union
    select
        spoken_terms.wording_id as fuller_id,
        short_quotes.wording_id,
    from short_quotes
    inner join spoken_terms
        on short_quotes.speaker_id = spoken_terms.speaker_id and short_quotes.longest = spoken_terms.term
    where contains(spoken_terms.words, short_quotes.words) and short_quotes.wording_id != spoken_terms.wording_id
),

-- Two words and no figure say too little, but as a part of what is quoted within days.
part_wordings as (
    select
        claim_tellings.wording_id,
        any_value(claim_tellings.speaker_id) as speaker_id,
        any_value(claim_tellings.terms) as terms,
        any_value(claim_tellings.figures) as figures,
        any_value(claim_tellings.is_denied) as is_denied,
        min(claim_tellings.words) as words,
        min(claim_tellings.reported_on) as first_on,
        max(claim_tellings.reported_on) as last_on,
        if(len(any_value(claim_tellings.terms)) > 2 or len(any_value(claim_tellings.figures)) > 0, 30, 7) as day_count,
    from claim_tellings
    where
        (
            claim_tellings.wording_id in (select parts.fuller_id from parts)
            or claim_tellings.wording_id in (select parts.wording_id from parts)
        )
        and len(claim_tellings.terms) >= 2
        and regexp_matches(claim_tellings.words, '^(?:\w+ ){2}')
    group by claim_tellings.wording_id
),

placed as (
    select
        fuller.wording_id as fuller_id,
        other.wording_id,
        contains(' ' || fuller.words || ' ', ' ' || other.words || ' ') as is_verbatim,
        split_part(' ' || fuller.words || ' ', ' ' || other.words || ' ', 1) as words_before,
        fuller.is_denied = other.is_denied
        and list_has_all(fuller.figures, other.figures)
        and list_has_all(fuller.terms, other.terms) as is_edited,
    from parts
    inner join part_wordings as fuller on parts.fuller_id = fuller.wording_id
    inner join part_wordings as other on parts.wording_id = other.wording_id
    where
        fuller.speaker_id = other.speaker_id
        and (
            len(fuller.terms) > len(other.terms)
            or (len(fuller.terms) = len(other.terms) and fuller.wording_id < other.wording_id)
        )
        and greatest(fuller.first_on, other.first_on) - least(fuller.last_on, other.last_on) <= other.day_count
)

select
    placed.fuller_id,
    placed.wording_id,
    placed.is_verbatim,
from placed
where
    -- A part does not say what the whole denies or makes depend on something; an edited one says all that counts.
    if(
        placed.is_verbatim,
        not regexp_matches(
            placed.words_before,
            '\b(?:if|unless|' || word_pattern('en', 'statements', 'denials') || ')(?: \w+){0,4}$'
        ),
        placed.is_edited
    )
