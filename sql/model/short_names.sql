-- grain: one row per short name of an article version that stands for an organisation other articles name in full
with short_keys as (
    select
        entity_keys.entity_key,
        entity_keys.entity_id,
        entity_keys.key_type,
        entity_keys.full_name_norm,
        entity_keys.mention_count,
    from entity_keys
    where
        entity_keys.key_type in ('ORG', 'MISC', 'LOC', 'PERSON', 'PRODUCT')
        and entity_keys.country_id is null
        and entity_keys.rule <> 'short_form'
        and len(entity_keys.full_name_norm) between 2 and 30
        and len(string_split(entity_keys.full_name_norm, ' ')) <= 2
),

long_keys as (
    select
        entity_keys.entity_id,
        min(entity_keys.full_name_norm) as full_name_norm,
        sum(entity_keys.mention_count) as mention_count,
    from entity_keys
    where
        entity_keys.key_type = 'ORG'
        and entity_keys.entity_type = 'ORG'
        and not regexp_matches(entity_keys.full_name_norm, '[''’]')
    group by entity_keys.entity_id
),

long_words as (
    select
        long_keys.entity_id,
        unnest(string_split_regex(long_keys.full_name_norm, '[ /-]+')) as word,
        generate_subscripts(string_split_regex(long_keys.full_name_norm, '[ /-]+'), 1) as position,
    from long_keys
),

initials as (
    select
        long_words.entity_id,
        string_agg(left(long_words.word, 1), '' order by long_words.position) as all_initials,
        string_agg(left(long_words.word, 1), '' order by long_words.position) filter (
            where not list_contains(word_list('en', 'short_forms', 'small_words'), long_words.word)
        ) as main_initials,
    from long_words
    group by long_words.entity_id
    having count(*) > 1
),

-- What a long name is shortened to: its first word, which may be all of it where the other is taken for no firm; all
-- but what firms end in; its initials with and without small words.
shortened as (
    select
        long_keys.entity_id,
        'start ' || split_part(long_keys.full_name_norm, ' ', 1) as form,
    from long_keys
    union
    select
        long_keys.entity_id,
        'start ' || regexp_replace(
            long_keys.full_name_norm,
            '(?: (?:' || word_pattern('en', 'short_forms', 'endings') || '|'
            || word_pattern('en', 'short_forms', 'legal_forms') || '))+$',
            ''
        ) as form,
    from long_keys
    union
    select
        initials.entity_id,
        'initials ' || initials.all_initials as form,
    from initials
    union
    select
        initials.entity_id,
        'initials ' || initials.main_initials as form,
    from initials
),

-- Read as the start of a longer name, and as initials.
short_forms as (
    select
        short_keys.*,
        'start ' || short_keys.full_name_norm as form,
        false as is_acronym,
    from short_keys
    union all
    select
        short_keys.*,
        'initials ' || replace(short_keys.full_name_norm, '.', '') as form,
        true as is_acronym,
    from short_keys
    where len(replace(short_keys.full_name_norm, '.', '')) between 2 and 8
),

candidates as (
    select
        short_forms.entity_key,
        short_forms.entity_id as short_entity_id,
        short_forms.key_type,
        short_forms.full_name_norm,
        shortened.entity_id as long_entity_id,
        short_forms.is_acronym,
        -- A town is short for its bank or its club, not for a brigade or project that is called after it.
        short_forms.is_acronym
        or short_forms.key_type <> 'LOC'
        or long_keys.full_name_norm = short_forms.full_name_norm
        or regexp_matches(
            long_keys.full_name_norm,
            ' (?:' || word_pattern('en', 'short_forms', 'endings') || '|'
            || word_pattern('en', 'short_forms', 'trades') || ')$'
        ) as is_of_firm,
        -- What is named far more often than the longer name stands for itself ("Fjordline" beside "Fjordline Archive"),
        -- and so does what has a product or a part ("Fjordline Cloud", "Senate Democrats"); but not where the longer
        -- name only adds what kind of body it is ("Fjordline Bank").
        short_forms.is_acronym
        or long_keys.full_name_norm = short_forms.full_name_norm
        or regexp_matches(
            long_keys.full_name_norm,
            ' (?:' || word_pattern('en', 'short_forms', 'endings') || '|'
            || word_pattern('en', 'short_forms', 'legal_forms') || '|'
            || word_pattern('en', 'short_forms', 'trades') || '|'
            || word_pattern('en', 'short_forms', 'bodies') || ')$'
        )
        or (
            2 * long_keys.mention_count >= short_forms.mention_count
            and not regexp_matches(
                long_keys.full_name_norm, ' (?:' || word_pattern('en', 'short_forms', 'parts') || ')$'
            )
        ) as is_of_whole,
        count(distinct shortened.entity_id) over (partition by short_forms.entity_key) as long_count,
    from short_forms
    inner join shortened
        on short_forms.form = shortened.form and short_forms.entity_id <> shortened.entity_id
    inner join long_keys on shortened.entity_id = long_keys.entity_id
    qualify long_count <= 5
),

-- A surname or a first name that persons have, and a place that is known, are no firm's short name; but what an article
-- without such a person takes for a firm may be one.
surnames as (
    select distinct unnest(string_split(entity_keys.full_name_norm, ' ')) as word,
    from entity_keys
    where entity_keys.key_type = 'PERSON' and contains(entity_keys.full_name_norm, ' ')
),

named as (
    select
        mentions.article_version_id,
        mentions.entity_key,
        min(mentions.start_char) as start_char,
        max(mentions.end_char) as end_char,
        bool_or(mentions.place_id is not null or mentions.role_text is not null) as is_other,
        bool_and(mentions.surface = upper(mentions.surface)) as is_upper,
        arg_min(mentions.start_char, mentions.start_char) as first_start,
        arg_min(mentions.end_char, mentions.start_char) as first_end,
    from mentions
    where not mentions.is_boilerplate and not mentions.in_headline
    group by mentions.article_version_id, mentions.entity_key
),

-- Names of places: known somewhere, or told by the word before them, "in Orme".
place_names as (
    select
        entity_keys.full_name_norm,
        count(distinct mentions.article_version_id) filter (
            where regexp_matches(
                substring(articles.text, greatest(1, mentions.start_char - 8), least(9, mentions.start_char)),
                '\b(?:' || word_pattern('en', 'short_forms', 'words_of_place') || ') $'
            )
        ) as located_count,
        count(distinct mentions.article_version_id) as article_count,
        bool_or(mentions.place_id is not null) as is_linked,
    from mentions
    inner join entity_keys on mentions.entity_key = entity_keys.entity_key
    inner join articles on mentions.article_version_id = articles.article_version_id
    where
        entity_keys.key_type = 'LOC'
        and entity_keys.full_name_norm in (select candidates.full_name_norm from candidates)
        and not mentions.is_boilerplate
        and not mentions.in_headline
    group by entity_keys.full_name_norm
    having is_linked or (located_count >= 2 and 3 * located_count >= article_count)
),

named_persons as (
    select distinct
        named.article_version_id,
        unnest(string_split(substring(named.entity_key, len('PERSON|') + 1), ' ')) as word,
    from named
    where starts_with(named.entity_key, 'PERSON|') and contains(named.entity_key, ' ')
),

uses as (
    select distinct
        named.article_version_id,
        candidates.entity_key,
        candidates.long_entity_id,
        candidates.full_name_norm,
        candidates.is_acronym,
        candidates.key_type,
        not candidates.is_acronym and surnames.word is not null as is_surname,
        named.first_start,
        named.first_end,
    from candidates
    inner join named on candidates.entity_key = named.entity_key
    left join surnames on candidates.full_name_norm = surnames.word
    left join place_names on candidates.full_name_norm = place_names.full_name_norm
    left join named_persons
        on named.article_version_id = named_persons.article_version_id and candidates.full_name_norm = named_persons.word
    where
        not named.is_other
        and candidates.is_of_firm
        and candidates.is_of_whole
        and (not candidates.is_acronym or named.is_upper)
        and (
            candidates.is_acronym
            or (
                place_names.full_name_norm is null
                and (surnames.word is null or (candidates.key_type = 'ORG' and named_persons.word is null))
            )
        )
),

long_uses as (
    select
        entity_keys.entity_id as long_entity_id,
        named.article_version_id,
        min(named.first_start) as first_start,
        min(named.first_end) as first_end,
    from named
    inner join entity_keys on named.entity_key = entity_keys.entity_key
    where entity_keys.entity_id in (select uses.long_entity_id from uses)
    group by entity_keys.entity_id, named.article_version_id
    qualify row_number() over (partition by entity_keys.entity_id order by named.article_version_id asc) <= 100
),

involved as (
    select uses.article_version_id from uses
    union
    select long_uses.article_version_id from long_uses
),

-- Signs of an article: who and what it names, where, and the words around the name.
signs as (
    select distinct
        mentions.article_version_id,
        if(entity_keys.entity_type = 'LOC', 'place ', 'name ') || coalesce(mentions.place_id, entity_keys.entity_id) as sign,
        entity_keys.entity_id,
    from mentions
    inner join entity_keys on mentions.entity_key = entity_keys.entity_key
    inner join involved on mentions.article_version_id = involved.article_version_id
    where not mentions.is_boilerplate
),

countries as (
    select
        mentions.article_version_id,
        list(distinct mentions.country_code) as codes,
    from mentions
    inner join involved on mentions.article_version_id = involved.article_version_id
    where not mentions.is_boilerplate and mentions.country_code is not null
    group by mentions.article_version_id
    having count(distinct mentions.country_code) <= 4
),

windows as (
    select
        uses.article_version_id,
        uses.entity_key as name,
        uses.first_start,
        uses.first_end,
    from uses
    union
    select
        long_uses.article_version_id,
        long_uses.long_entity_id as name,
        long_uses.first_start,
        long_uses.first_end,
    from long_uses
),

words as (
    select
        windows.article_version_id,
        windows.name,
        -- Without the name, and in small letters only, so that names count once; common words say nothing.
        list_distinct(
            regexp_extract_all(
                regexp_replace(
                    substring(articles.text, greatest(1, windows.first_start - 119), least(120, windows.first_start))
                    || ' ' || substring(articles.text, windows.first_end + 1, 160),
                    '\b(?:' || word_pattern('en', 'short_forms', 'common_words') || ')\b',
                    ' ', 'g'
                ),
                '\b[a-z]{4,}\b'
            )
        ) as words,
    from windows
    inner join articles on windows.article_version_id = articles.article_version_id
),

long_signs as (
    select distinct
        long_uses.long_entity_id,
        signs.sign,
    from long_uses
    inner join signs on long_uses.article_version_id = signs.article_version_id
    where signs.entity_id <> long_uses.long_entity_id
),

long_facts as (
    select
        long_uses.long_entity_id,
        list_distinct(flatten(list(words.words))) as words,
        nullif(list_distinct(flatten(list(countries.codes))), []) as codes,
        list(distinct articles.source_id) as source_ids,
    from long_uses
    inner join articles on long_uses.article_version_id = articles.article_version_id
    left join words
        on long_uses.article_version_id = words.article_version_id and long_uses.long_entity_id = words.name
    left join countries on long_uses.article_version_id = countries.article_version_id
    group by long_uses.long_entity_id
),

shared_signs as (
    select
        uses.article_version_id,
        uses.entity_key,
        uses.long_entity_id,
        count(*) filter (where signs.sign like 'name %') as name_count,
        count(*) filter (where signs.sign like 'place %') as place_count,
    from uses
    inner join signs on uses.article_version_id = signs.article_version_id
    inner join long_signs on uses.long_entity_id = long_signs.long_entity_id and signs.sign = long_signs.sign
    group by uses.article_version_id, uses.entity_key, uses.long_entity_id
),

-- Points: 2 for each name that both articles have, 1 for a place, for each word nearby and for three initials and more;
-- 2 less where both tell of other countries.
scored as (
    select
        uses.article_version_id,
        uses.entity_key,
        uses.long_entity_id,
        2 * coalesce(shared_signs.name_count, 0)
        + coalesce(shared_signs.place_count, 0)
        + least(2, len(list_intersect(words.words, long_facts.words)))
        + if(uses.is_acronym and len(uses.entity_key) >= len('ORG|abc'), 1, 0)
        - if(not list_has_any(countries.codes, long_facts.codes), 2, 0)
        -- Two names of no list that begin alike are one more often than initials are.
        + if(not uses.is_acronym and uses.key_type <> 'LOC', 1, 0)
        -- What is a surname too asks for a name or a place in common, and one sign more.
        - case
            when not uses.is_surname then 0
            when coalesce(shared_signs.name_count, 0) + coalesce(shared_signs.place_count, 0) = 0 then 9
            else 1
        end as points,
    from uses
    inner join long_facts on uses.long_entity_id = long_facts.long_entity_id
    inner join articles on uses.article_version_id = articles.article_version_id
    left join words on uses.article_version_id = words.article_version_id and uses.entity_key = words.name
    left join countries on uses.article_version_id = countries.article_version_id
    left join shared_signs
        on
            uses.article_version_id = shared_signs.article_version_id
            and uses.entity_key = shared_signs.entity_key
            and uses.long_entity_id = shared_signs.long_entity_id
    -- Every country has a treasury: short for a longer name where the same publisher prints that.
    where
        uses.is_acronym
        or not list_contains(word_list('en', 'short_forms', 'organs'), uses.full_name_norm)
        or list_contains(long_facts.source_ids, articles.source_id)
),

-- What stands in a headline only is the firm that the text names in full.
headlines as (
    select
        mentions.article_version_id,
        mentions.entity_key,
    from mentions
    left join named
        on mentions.article_version_id = named.article_version_id and mentions.entity_key = named.entity_key
    where mentions.in_headline and not mentions.is_boilerplate and named.entity_key is null
    group by mentions.article_version_id, mentions.entity_key
    having not bool_or(mentions.place_id is not null or mentions.role_text is not null)
),

named_below as (
    select
        headlines.article_version_id,
        headlines.entity_key,
        min(candidates.long_entity_id) as long_entity_id,
    from headlines
    inner join candidates on headlines.entity_key = candidates.entity_key and not candidates.is_acronym
    inner join named on headlines.article_version_id = named.article_version_id
    inner join entity_keys
        on named.entity_key = entity_keys.entity_key and candidates.long_entity_id = entity_keys.entity_id
    where
        entity_keys.key_type = 'ORG'
        and starts_with(entity_keys.full_name_norm, candidates.full_name_norm || ' ')
        and (
            candidates.key_type = 'ORG'
            or regexp_matches(
                entity_keys.full_name_norm,
                ' (?:' || word_pattern('en', 'short_forms', 'endings') || '|'
                || word_pattern('en', 'short_forms', 'trades') || ')$'
            )
        )
    group by headlines.article_version_id, headlines.entity_key
    having count(distinct candidates.long_entity_id) = 1
)

select
    scored.article_version_id,
    scored.entity_key,
    arg_max(scored.long_entity_id, scored.points) as long_entity_id,
from scored
group by scored.article_version_id, scored.entity_key
having max(scored.points) >= 2 and (count(*) = 1 or max(scored.points, 2)[2] < max(scored.points))
union all
select
    named_below.article_version_id,
    named_below.entity_key,
    named_below.long_entity_id,
from named_below
