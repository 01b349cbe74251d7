-- grain: one row per quotation of 25 letters or more, with the words that two of them are compared by
with quoted as (
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
)

-- Nobody's words of less than 25 letters are known again.
select
    quoted.claim_id,
    left(sha256(concat_ws('|', coalesce(quoted.speaker_id, ''), quoted.quote_norm)), 32) as wording_id,
    quoted.article_id,
    quoted.speaker_id,
    quoted.reported_on,
    quoted.event_names,
    quoted.quote_norm,
from quoted
where length(quoted.quote_norm) between 25 and 2000
