-- grain: one row per entity key: the names that articles join, resolved across articles
with named as (
    select
        mentions.entity_key,
        mentions.article_version_id,
        mentions.name_norm,
        mentions.place_id,
        mentions.country_code,
        mentions.role_text,
        split_part(mentions.entity_key, '|', 1) as key_type,
        substring(mentions.entity_key, position('|' in mentions.entity_key) + 1) as full_name_norm,
        -- A country or a part of the United Kingdom, which nationalities stand for.
        if(regexp_full_match(mentions.place_id, '[A-Z]{2}|GB-[A-Z]{3}'), mentions.place_id, null) as country_id,
    from mentions
    where not mentions.is_boilerplate
),

keys as (
    select
        named.entity_key,
        named.key_type,
        named.full_name_norm,
        count(*) as mention_count,
        count(coalesce(named.place_id, named.country_code)) > 0 as is_linked,
        count(named.role_text) > 0 as has_role,
        if(
            named.key_type in ('LOC', 'NORP') and count(named.country_id) >= 0.75 * count(*),
            mode(named.country_id order by named.country_id),
            null
        ) as country_id,
    from named
    group by named.entity_key, named.key_type, named.full_name_norm
),

-- "Ada L. Holm" and "Ada L Holm", "Ada Holm MP" and "Ada Holm".
person_texts as (
    select
        keys.entity_key,
        regexp_replace(
            regexp_replace(keys.full_name_norm, '\b(\w)\.', '\1', 'g'),
            '^(\S+ .+) (?:' || word_pattern('en', 'short_forms', 'post_nominals') || ')$',
            '\1'
        ) as plain_name,
    from keys
    where keys.key_type = 'PERSON' and contains(keys.full_name_norm, ' ')
),

-- "Abdul Rahman", "Abdel-Rahman" and "Abdulrahman" are one word; so is "O'Leary", also where it is written "Ó Leary".
person_forms as (
    select
        person_texts.entity_key,
        string_split(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        -- "Schoenfeld" and "Schönfeld", but not "Zoe" and "Zo".
                        regexp_replace(person_texts.plain_name, '([^aeiou ])oe([^aeiou ])', '\1o\2', 'g'),
                        '\babd(?:[aeu]l|u?r|ar)?[- ](?:(?:al|el|ul|ur|ar)[- ])?(\pL{3})', 'abdul\1', 'g'
                    ),
                    '\bo[''\x{2019} ](\pL{3})', 'o\1', 'g'
                ),
                '[-\x{2010}\x{2011} ](?:(?:al|el)[- ])?', ' ', 'g'
            ),
            ' '
        ) as words,
    from person_texts
),

person_words as (
    select
        person_forms.entity_key,
        unnest(person_forms.words) as word,
        generate_subscripts(person_forms.words, 1) as position,
    from person_forms
),

-- First names that are one in several alphabets: "Oleksandr" and "Alexander", "Serhii" and "Sergei".
given_names (language, word, given_name) as (
    from word_rows('given_names', 'spellings')
),

-- Words of five letters and more lose doubled letters first.
single_words as (
    select
        person_words.* exclude (word),
        coalesce(given_names.given_name, person_words.word) as word,
        -- "Alexei" and "Aleksey", "Victor" and "Viktor", "Yulia" and "Julia", "Romanoff" and "Romanov", "Aliyev" and "Aliev".
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    replace(
                        replace(
                            regexp_replace(
                                replace(
                                    replace(
                                        replace(
                                            replace(
                                                replace(coalesce(given_names.given_name, person_words.word), 'ss', 's'),
                                                'll', 'l'
                                            ),
                                            'nn', 'n'
                                        ),
                                        'tt', 't'
                                    ),
                                    'mm', 'm'
                                ),
                                '(?:dzh|dj)', 'j'
                            ),
                            'x', 'ks'
                        ),
                        'ct', 'kt'
                    ),
                    'off$', 'ov'
                ),
                '([ai])yev(a?)$', '\1ev\2'
            ),
            '^yu', 'ju'
        ) as single_word,
    from person_words
    left join given_names
        on
            person_words.word = given_names.word
            and person_words.position = 1
            and given_names.language = 'en'
),

-- One of the spellings in which other alphabets are written: "Sergei" and "Sergey", "Mohammed" and "Muhammad",
-- "Yevgeny" and "Evgeny", "Mueller" and "Muller".
person_names as (
    select
        single_words.entity_key,
        string_agg(
            case
                when len(single_words.word) < 5
                    then
                        regexp_replace(
                            regexp_replace(single_words.word, '(?:yy|iy|ij|yi|ii|i|y)$', 'y'), '(?:kh|sch|sh)', 'h'
                        )
                when regexp_full_match(single_words.word, 'm[uo]h?am+[ae]d') then 'mohamed'
                when regexp_full_match(single_words.word, 'yo?us+[eou]+f') then 'yusuf'
                when regexp_full_match(single_words.word, 'ah?m[ae]d') then 'ahmed'
                when regexp_full_match(single_words.word, 'abd[aeu]l') then 'abdul'
                when regexp_full_match(single_words.word, 'h[ou]s+[ae]i?[iy]?n') then 'husein'
                when regexp_full_match(single_words.word, 'ale(?:x|ks)ande?r') then 'alexander'
                else
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                regexp_replace(
                                    regexp_replace(single_words.single_word, '^ye', 'e'),
                                    '(?:yy|iy|ij|yi|ii|ei|ey|ie|ee|y)$', 'i'
                                ),
                                '(?:ou|ue)', 'u', 'g'
                            ),
                            '(?:kh|sch|sh)', 'h', 'g'
                        ),
                        '(?:iy|yi|ee|y)', 'i', 'g'
                    )
            end,
            ' ' order by single_words.position
        ) as person_name,
    from single_words
    group by single_words.entity_key
),

-- "Marlow Energy Partners LP" is "Marlow Energy Partners"; a single word and whom a person is called say less.
firm_names as (
    select
        keys.entity_key,
        regexp_replace(
            keys.full_name_norm,
            '^(\S+ .*?\S),?(?: (?:' || word_pattern('en', 'short_forms', 'legal_forms') || ')\.?)+$',
            '\1'
        ) as bare_name,
    from keys
    where keys.key_type = 'ORG'
),

bare_names as (
    select
        firm_names.entity_key,
        firm_names.bare_name,
    from firm_names
    left join keys as persons
        on persons.key_type = 'PERSON' and firm_names.bare_name = persons.full_name_norm
    where persons.entity_key is null
),

-- Forms in which one name is written: ministries by either order of their words, two spellings of English, an office
-- that stands behind its body's name, and a faith and who has it.
written as (
    select
        keys.*,
        case
            when keys.key_type = 'ORG'
                then
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                regexp_replace(
                                    regexp_replace(
                                        regexp_replace(
                                            coalesce(bare_names.bare_name, keys.full_name_norm), '^the ', ''
                                        ),
                                        ' (?:secretary[- ]general|headquarters|spokes(?:man|woman|person))$', ''
                                    ),
                                    ' & ', ' and '
                                ),
                                '^(?:u\.?s\.?|united states|american) ((?:department|bureau|office) .+|.+ department)$', '\1'
                            ),
                            '^(department|ministry|office|bureau) (?:of|for) (?:the )?(.+)$', '\2 \1'
                        ),
                        'isation\b', 'ization', 'g'
                    )
            when keys.key_type = 'NORP'
                then
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(keys.full_name_norm, 's$', ''), '^(?:moslem|muslim|islamic)$', 'islam'
                        ),
                        '^democratic$', 'democrat'
                    )
            else coalesce(person_names.person_name, keys.full_name_norm)
        end as written_name,
    from keys
    left join person_names on keys.entity_key = person_names.entity_key
    left join bare_names on keys.entity_key = bare_names.entity_key
),

-- "Oscar Luigi Scalfaro" is "Oscar Scalfaro" where no other longer name of that first and last word is known.
full_forms as (
    select
        regexp_extract(written.written_name, '^(\S+)', 1) || ' '
        || regexp_extract(written.written_name, '(\S+)$', 1) as bare_name,
        min(written.written_name) as written_name,
    from written
    where
        written.key_type = 'PERSON'
        and regexp_full_match(written.written_name, '\S+ .+ \S+')
        and not regexp_matches(written.written_name, ' (?:jr|sr|ii|iii|iv)\.?$')
    group by bare_name
    having count(distinct written.written_name) = 1
),

lengthened as (
    select
        written.* exclude (written_name),
        coalesce(full_forms.written_name, written.written_name) as written_name,
    from written
    left join full_forms on written.key_type = 'PERSON' and written.written_name = full_forms.bare_name
),

-- Short forms and acronyms that articles use for one organisation only: said twice, or by the source that uses them.
short_forms as (
    select
        named.name_norm,
        lengthened.written_name,
        list(distinct articles.source_id) as source_ids,
        count(distinct named.article_version_id) as version_count,
    from named
    inner join lengthened on named.entity_key = lengthened.entity_key
    left join articles on named.article_version_id = articles.article_version_id
    where named.key_type = 'ORG' and named.name_norm <> named.full_name_norm
    group by named.name_norm, lengthened.written_name
),

sure_short_forms as (
    select
        short_forms.name_norm,
        min(short_forms.written_name) as written_name,
        flatten(list(short_forms.source_ids)) as source_ids,
        sum(short_forms.version_count) as version_count,
    from short_forms
    group by short_forms.name_norm
    having count(*) = 1
),

users as (
    select
        named.entity_key,
        list(distinct articles.source_id) as source_ids,
    from named
    left join articles on named.article_version_id = articles.article_version_id
    where named.key_type = 'ORG'
    group by named.entity_key
),

joined as (
    select
        lengthened.* exclude (written_name),
        case
            when sure_short_forms.written_name is null then lengthened.written_name
            when sure_short_forms.version_count > 1 then sure_short_forms.written_name
            when list_has_any(sure_short_forms.source_ids, users.source_ids) then sure_short_forms.written_name
            else lengthened.written_name
        end as written_name,
        lengthened.written_name as own_written_name,
    from lengthened
    left join users on lengthened.entity_key = users.entity_key
    left join sure_short_forms
        on
            lengthened.key_type = 'ORG'
            and lengthened.full_name_norm = sure_short_forms.name_norm
            and lengthened.written_name <> sure_short_forms.written_name
),

typed as (
    select
        joined.*,
        first_value(joined.key_type) over name_order as main_type,
        max(joined.mention_count) filter (where joined.key_type <> 'MISC') over same_name as main_count,
        sum(joined.mention_count) filter (where joined.key_type <> 'MISC') over same_name as name_count,
        bool_or(joined.is_linked and joined.key_type = 'LOC') over same_name as is_place_name,
        first_value(joined.key_type) over things_first as thing_type,
        coalesce(
            max(joined.mention_count) filter (
                where joined.key_type not in ('PERSON', 'LOC', 'NORP', 'MISC')
            ) over same_name,
            0
        ) as thing_count,
    from joined
    window
        same_name as (partition by joined.written_name),
        name_order as (
            partition by joined.written_name
            order by joined.key_type = 'MISC' asc, joined.mention_count desc, joined.key_type asc
        ),
        things_first as (
            partition by joined.written_name
            order by
                joined.key_type in ('PERSON', 'LOC', 'NORP', 'MISC') asc, joined.mention_count desc, joined.key_type asc
        )
),

-- A type that less than a quarter of a name's mentions have is taken for a slip of the tagger; but a club or a firm is
-- often named as a place is, and then it is none. Whom no text gives a title or an office, and who is taken for a firm,
-- an event or a work as often (twice as often for a name of two words), is no person; no person's name ends in "Cup".
-- What one article leaves open is what the others take it for.
resolved as (
    select
        typed.entity_key,
        typed.full_name_norm,
        typed.key_type,
        typed.mention_count,
        typed.country_id,
        typed.written_name,
        typed.own_written_name,
        case
            when typed.country_id is not null then 'LOC'
            when typed.is_place_name and typed.key_type = 'ORG' then 'ORG'
            when
                typed.key_type = 'PERSON'
                and not typed.has_role
                and typed.thing_count >= if(contains(typed.full_name_norm, ' '), 2, 1) * typed.mention_count
                then typed.thing_type
            when
                typed.key_type = 'PERSON'
                and regexp_matches(typed.full_name_norm, ' (?:cup|league|games|olympics|festival|awards)$')
                then 'EVENT'
            when
                typed.key_type = 'PERSON' and regexp_matches(typed.full_name_norm, ' (?:inc|ltd|llc|plc|corp|gmbh)\.?$')
                then 'ORG'
            when typed.main_count >= 0.75 * typed.name_count then typed.main_type
            when typed.key_type = 'MISC' then typed.main_type
            else typed.key_type
        end as entity_type,
    from typed
)

select
    resolved.entity_key,
    left(
        sha256(
            resolved.entity_type || '|' || case
                when resolved.country_id is not null then 'place ' || resolved.country_id
                -- What is no person is not spelled as persons are.
                when resolved.key_type = 'PERSON' and resolved.entity_type <> 'PERSON' then resolved.full_name_norm
                else resolved.written_name
            end
        ),
        32
    ) as entity_id,
    resolved.entity_type,
    resolved.key_type,
    resolved.full_name_norm,
    resolved.country_id,
    case
        when resolved.country_id is not null and resolved.key_type = 'NORP' then 'nationality'
        when resolved.entity_type <> resolved.key_type then 'main_type'
        when resolved.written_name <> resolved.own_written_name then 'short_form'
        when
            count(*) over (partition by resolved.entity_type, resolved.written_name) > 1
            and resolved.written_name <> resolved.full_name_norm
            then 'spelling'
        else 'same_name'
    end as rule,
    resolved.mention_count,
from resolved
