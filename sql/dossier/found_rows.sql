-- grain: one row per claim or figure that the words find, or per row of the ids that are asked for
with rows_with_evidence as (
    select
        'claims' as table_name,
        claim_id as row_id,
        article_version_id,
        in_headline,
        start_char,
        end_char,
        surface,
        is_boilerplate,
        content_text as told_text,
        -- Who is not named is shown in the article's own words; the outlet speaks only where nobody else does.
        case when speaker_kind <> 'outlet' then coalesce(speaker_name, source_text, 'somebody who is not named') end
            as speaker_text,
        cue_text,
        rule,
        derivation_id,
        checkworthiness as weight,
    from claims
    union all by name
    select
        'numbers' as table_name,
        numbers.number_id as row_id,
        numbers.article_version_id,
        numbers.in_headline,
        numbers.start_char,
        numbers.end_char,
        numbers.surface,
        numbers.is_boilerplate,
        coalesce(sentences.surface, numbers.surface) as told_text,
        coalesce(numbers.said_by, saying.source_text) as speaker_text,
        null as cue_text,
        numbers.rule,
        numbers.derivation_id,
        if(numbers.measure_key is null, 0, 0.5) as weight,
    from numbers
    left join sentences on numbers.sentence_id = sentences.sentence_id
    left join claims as saying on numbers.said_by_claim_id = saying.claim_id
    where numbers.kind not in ('ordinal', 'identifier', 'date_part', 'year', 'phone')
    union all by name
    select
        'mentions' as table_name,
        mentions.mention_id as row_id,
        mentions.article_version_id,
        mentions.in_headline,
        mentions.start_char,
        mentions.end_char,
        mentions.surface,
        mentions.is_boilerplate,
        coalesce(sentences.surface, mentions.surface) as told_text,
        null as speaker_text,
        null as cue_text,
        mentions.rule,
        mentions.derivation_id,
        0 as weight,
    from mentions
    left join sentences on mentions.sentence_id = sentences.sentence_id
    where list_contains($ids, mentions.mention_id)
    union all by name
    select
        'dates' as table_name,
        dates.date_id as row_id,
        dates.article_version_id,
        dates.in_headline,
        dates.start_char,
        dates.end_char,
        dates.surface,
        dates.is_boilerplate,
        coalesce(sentences.surface, dates.surface) as told_text,
        null as speaker_text,
        null as cue_text,
        dates.rule,
        dates.derivation_id,
        0 as weight,
    from dates
    left join sentences on dates.sentence_id = sentences.sentence_id
    where list_contains($ids, dates.date_id)
),

matched as (
    select
        *,
        len($words) > 0 and len(list_filter($words, lambda word: not contains(lower(told_text), word))) = 0
            as has_all_words,
    from rows_with_evidence
),

chosen as (
    select matched.*
    from matched
    left join articles_current on matched.article_version_id = articles_current.article_version_id
    where
        list_contains($ids, matched.row_id)
        or (matched.has_all_words and articles_current.article_version_id is not null and not matched.is_boilerplate)
    order by matched.weight desc, matched.row_id asc
    limit $most
)

select
    chosen.table_name,
    chosen.row_id,
    chosen.article_version_id,
    chosen.in_headline,
    chosen.start_char,
    chosen.end_char,
    chosen.surface,
    chosen.told_text,
    chosen.speaker_text,
    chosen.cue_text,
    chosen.rule,
    chosen.derivation_id,
from chosen
order by chosen.article_version_id asc, chosen.in_headline desc, chosen.start_char asc, chosen.row_id asc
