-- grain: one row per statement in the newest version of an article, with what two of them are compared by
-- Word lists are of English: statements of other languages meet where their words are the same.
with relays as (
    select distinct
        claims.article_version_id,
        claims.relayed_by_claim_id as claim_id,
    from claims
    where claims.relayed_by_claim_id is not null
),

-- Which statements there are, where their content stands and who says them.
located as (
    select
        claims.claim_id,
        claims.article_version_id,
        claims.in_headline,
        list_min(list_transform(claims.content, lambda span: span.start_char)) as content_start, -- noqa: RF01,RF03
        list_max(list_transform(claims.content, lambda span: span.end_char)) as content_end, -- noqa: RF01,RF03
        article_entities.entity_id as speaker_entity_id,
    from claims
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    left join article_entities
        on
            claims.article_version_id = article_entities.article_version_id
            and claims.speaker_entity_key = article_entities.entity_key
    -- What a statement relays is a statement of its own.
    left join relays
        on claims.article_version_id = relays.article_version_id and claims.claim_id = relays.claim_id
    where not claims.is_boilerplate and coalesce(claims.cue_kind, '') != 'question' and relays.claim_id is null
),

spoken as (
    select
        located.claim_id,
        located.article_version_id,
        claims.quote_type,
        claims.claim_type,
        claims.content_text,
        claims.modality,
        claims.relayed_by_claim_id is not null as is_relayed,
        coalesce(
            claims.cue_kind = 'deny' or (claims.is_negated and claims.cue_kind in ('report', 'assert', 'believe')), false
        ) as is_denial,
        claims.speaker_kind = 'outlet' as is_outlet,
        if(claims.speaker_kind = 'outlet', null, coalesce(claims.speaker_name, claims.source_text)) as speaker_name,
        case
            when claims.speaker_kind = 'outlet' then null
            when located.speaker_entity_id is not null then 'entity ' || located.speaker_entity_id
            when claims.speaker_name is not null then 'name ' || lower(claims.speaker_name)
            -- The army and the police are one source wherever they speak; he, some and others are none.
            when
                regexp_matches(claims.source_text, '^(?i:the )?[\p{L}’'' -]{5,40}$')
                and not regexp_matches(
                    lower(claims.source_text),
                    '^(?:' || word_pattern('en', 'statements', 'nameless_sources') || ')\b'
                )
                then 'source ' || regexp_replace(lower(claims.source_text), '^the ', '')
        end as speaker_id,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.source_id,
        articles_current.publisher_family_id,
        articles_current.reported_on,
        if(
            articles_current.published_precision = 'time' and not articles_current.is_undated,
            articles_current.published_at,
            null
        ) as reported_at,
        trim(regexp_replace(
            regexp_replace(lower(strip_accents(claims.content_text)), '(?:n[''’]t|cannot)\b', ' not ', 'g'),
            '[^\p{L}\p{N}]+', ' ', 'g'
        )) as words,
    from located
    inner join claims
        on located.article_version_id = claims.article_version_id and located.claim_id = claims.claim_id
    inner join articles_current on located.article_version_id = articles_current.article_version_id
),

-- Irregular forms and other words for the same, by their stems.
forms (language, written, stem) as (
    from word_rows('statements', 'forms')
),

-- Words that turn a statement round, by their stems: the sides of an axis differ in their sign.
turns (language, word, turn) as (
    from word_rows('statements', 'turns')
),

turn_words as (
    select map(list(turns.word), list(turns.turn::integer)) as turn_of,
    from turns
    where turns.language = 'en'
),

-- Of words that carry something, the stems: endings of verbs and plurals are left off.
one_word as (
    select map(list(forms.written), list(forms.stem)) as stems,
    from forms
    where forms.language = 'en'
),

stemmed as (
    select
        spoken.*,
        list_sort(list_distinct(list_transform(list_filter(
            string_split(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            spoken.words,
                            '\b(?:\d+|' || word_pattern('en', 'statements', 'filler') || ')\b', ' ', 'g'
                        ),
                        '\b(\w{3,}?)(?:ing|ied|ies|ed|es|e|s|y)\b', '\1', 'g'
                    ),
                    '(?:(p)p|(t)t|(n)n|(g)g|(m)m)\b', '\1\2\3\4\5', 'g'
                ),
                ' '
            ),
            lambda stem: len(stem) > 0 -- noqa: RF02,RF03
        ), lambda stem: coalesce(one_word.stems[stem], stem)))) as terms, -- noqa: RF02,RF03
        regexp_matches(spoken.words, '\b(?:' || word_pattern('en', 'statements', 'denials') || ')\b') as has_negation,
        regexp_matches(spoken.words, '^to \w|\b(?:' || word_pattern('en', 'statements', 'ahead') || ')\b') as is_ahead,
    from spoken
    cross join one_word
),

figured as (
    select
        located.claim_id,
        -- Of a time in its own unit: two decades are 20 years.
        list_sort(list(distinct coalesce(
            if(numbers.kind = 'measure' and numbers.dimension = 'time', numbers.value_si, null),
            numbers.value, numbers.value_low
        ))) as figures,
        list_sort(
            list(distinct number_tellings.series_id) filter (where number_tellings.series_id is not null)
        ) as series_ids,
        list_sort(
            list(distinct number_tellings.figure_id) filter (where number_tellings.figure_id is not null)
        ) as figure_ids,
    from located
    inner join numbers
        on
            located.article_version_id = numbers.article_version_id
            and located.in_headline = numbers.in_headline
            and numbers.start_char between located.content_start and located.content_end
    left join number_tellings on numbers.number_id = number_tellings.number_id
    where
        numbers.kind not in ('phone', 'identifier', 'date_part', 'time_part', 'name_part')
        and coalesce(numbers.change, '') != 'from'
        -- One month and a month are the same.
        and lower(numbers.surface) != 'one'
        and coalesce(numbers.value, numbers.value_low) is not null
    group by located.claim_id
),

named as (
    select
        located.claim_id,
        list_sort(list(distinct article_entities.entity_id)) as entity_ids,
    from located
    inner join mentions
        on
            located.article_version_id = mentions.article_version_id
            and located.in_headline = mentions.in_headline
            and mentions.start_char between located.content_start and located.content_end
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    where article_entities.entity_id is distinct from located.speaker_entity_id
    group by located.claim_id
)

select
    stemmed.claim_id,
    left(
        sha256(
            concat_ws(
                '|', coalesce(stemmed.speaker_id, ''), array_to_string(stemmed.terms, ' '),
                array_to_string(coalesce(figured.figures, []), ' '),
                (stemmed.is_denial != stemmed.has_negation), stemmed.is_ahead, coalesce(stemmed.modality, ''),
                array_to_string(coalesce(named.entity_ids, []), ' ')
            )
        ),
        32
    ) as wording_id,
    stemmed.article_id,
    stemmed.story_id,
    stemmed.source_id,
    stemmed.publisher_family_id,
    stemmed.reported_on,
    stemmed.reported_at,
    stemmed.speaker_id,
    stemmed.speaker_name,
    stemmed.is_outlet,
    stemmed.is_relayed,
    stemmed.quote_type,
    stemmed.claim_type,
    stemmed.content_text,
    stemmed.words,
    stemmed.terms,
    coalesce(figured.figures, []) as figures,
    coalesce(figured.series_ids, []) as series_ids,
    coalesce(figured.figure_ids, []) as figure_ids,
    coalesce(named.entity_ids, []) as entity_ids,
    stemmed.is_denial != stemmed.has_negation as is_denied,
    list_filter(list_transform(stemmed.terms, lambda term: turn_words.turn_of[term]), lambda turn: turn is not null) as turns, -- noqa: RF02,RF03,LT05
    coalesce(article_event_names.names, []) as event_names,
    stemmed.is_ahead,
    stemmed.modality,
from stemmed
cross join turn_words
left join article_event_names
    on stemmed.article_version_id = article_event_names.article_version_id
left join figured on stemmed.claim_id = figured.claim_id
left join named on stemmed.claim_id = named.claim_id
