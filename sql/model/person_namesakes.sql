-- grain: one row per person's name of an article version that means another than the first person of that name
with named as (
    select
        mentions.article_version_id,
        mentions.role_text,
        mentions.start_char,
        mentions.end_char,
        entity_keys.entity_id as name_id,
        contains(entity_keys.full_name_norm, ' ') as is_full_name,
    from mentions
    inner join entity_keys on mentions.entity_key = entity_keys.entity_key
    where entity_keys.entity_type = 'PERSON' and not mentions.is_boilerplate and not mentions.in_headline
),

repeated_names as (
    select named.name_id
    from named
    group by named.name_id
    having min(named.article_version_id) < max(named.article_version_id)
),

people as (
    select
        named.*,
        articles.article_id,
        coalesce(articles.published_at, articles.captured_at) as reported_at,
    from named
    inner join repeated_names on named.name_id = repeated_names.name_id
    inner join articles on named.article_version_id = articles.article_version_id
    qualify row_number() over (partition by named.article_version_id, named.name_id order by named.start_char asc) <= 3
),

-- What stands around the name: "the judge Ada Holm", "Ada Holm, 41, a striker", "Ada Holm, who died in 1911".
around as (
    select
        people.*,
        lower(substring(articles.text, greatest(1, people.start_char - 29), least(30, people.start_char))) as before,
        lower(substring(articles.text, people.end_char + 1, 80)) as behind,
    from people
    inner join articles on people.article_version_id = articles.article_version_id
),

-- Read out of the texts once.
described as materialized (
    select
        around.article_version_id,
        around.article_id,
        around.name_id,
        around.is_full_name,
        around.reported_at,
        lower(
            concat_ws(
                ' ',
                around.role_text,
                regexp_extract(around.before, '[^.;:!?,\n]*$'),
                regexp_extract(
                    around.behind,
                    '^(?:,? who (?:is|was) |,? (?:is|was) (?:an?|the) |, (?:\d+, )?(?:an? |the |former )?| \()'
                    || '((?:[^.;:!?\nswt]|s[^a]|w[^h]|t[^o])[^.;:!?\n]{1,60})',
                    1
                )
            )
        ) as description,
        -- What the text says of them in so many words: "Ada Holm, the head of the works council,".
        lower(
            concat_ws(
                ' ',
                around.role_text,
                regexp_extract(
                    around.behind,
                    '^(?:,? (?:who )?(?:is|was) |, (?:\d+, )?)(?:an? |the |former )([^.,;:!?\n]{1,60})',
                    1
                )
            )
        ) as office,
        year(around.reported_at)
        - try_cast(regexp_extract(around.behind, '^,? \(?(?:aged )?(\d{1,2})[,)]', 1) as integer) as birth_year,
        try_cast(
            regexp_extract(around.behind, '^(?:, who)? (?:died in |\(\d{4} ?[-\x{2013}] ?)(\d{4})', 1) as integer
        ) as death_year,
    from around
),

-- The words that make an office, without those that stand in many.
office_words as (
    select
        described.article_version_id,
        described.name_id,
        list_sort(
            list_distinct(
                list_filter(
                    flatten(list(regexp_extract_all(described.office, '[\pL][\pL-]+'))),
                    lambda word: len(word) > 3  -- noqa: RF02,RF03
                    and not regexp_full_match(word, word_pattern('en', 'fields', 'office_fillers'))  -- noqa: RF03
                )
            )
        ) as words,
    from described
    where described.office <> ''
    group by described.article_version_id, described.name_id
),

role_words as (
    select
        described.article_version_id,
        described.name_id,
        unnest(regexp_extract_all(described.description, '[a-z][a-z-]*[a-z]')) as word,
    from described
),

-- The manager of a club, on a page of sport.
role_fields as (
    select
        role_words.article_version_id,
        role_words.name_id,
        role_words.word,
        field_words.field,
    from role_words
    inner join field_words on role_words.word = field_words.word and field_words.kind = 'role'
    union
    select
        role_words.article_version_id,
        role_words.name_id,
        role_words.word,
        'sport' as field,
    from role_words
    inner join article_fields on role_words.article_version_id = article_fields.article_version_id
    where list_contains(word_list('en', 'fields', 'roles_on_page_of_sport'), role_words.word)
),

roles as (
    select
        role_fields.article_version_id,
        role_fields.name_id,
        list_sort(list(distinct role_fields.word)) as words,
        list_sort(list(distinct role_fields.field)) as fields,
    from role_fields
    group by role_fields.article_version_id, role_fields.name_id
),

countries as (
    select
        mentions.article_version_id,
        list_sort(list(distinct mentions.country_code)) as codes,
        mode(mentions.country_code order by mentions.country_code) as main_code,
    from mentions
    where not mentions.is_boilerplate and mentions.country_code is not null
    group by mentions.article_version_id
),

profiles as (
    select
        described.article_version_id,
        described.article_id,
        described.name_id,
        described.is_full_name,
        described.reported_at,
        min(described.birth_year) as birth_year,
        min(described.death_year) as death_year,
        bool_or(
            regexp_matches(described.office, '\b(?:' || word_pattern('en', 'fields', 'local_offices') || ')\b')
        ) as is_local,
        any_value(roles.words) as role_words,
        nullif(any_value(office_words.words), []) as office_words,
        coalesce(
            any_value(roles.fields), if(any_value(article_fields.sport) is not null, ['page of sport'], [])
        ) as fields,
        -- An article of many countries says nothing of where its people live.
        any_value(if(len(countries.codes) <= 4, countries.codes, null)) as codes,
        any_value(if(len(countries.codes) <= 4, countries.main_code, null)) as main_code,
    from described
    left join roles
        on described.article_version_id = roles.article_version_id and described.name_id = roles.name_id
    left join office_words
        on
            described.article_version_id = office_words.article_version_id
            and described.name_id = office_words.name_id
    left join article_fields on described.article_version_id = article_fields.article_version_id
    left join countries on described.article_version_id = countries.article_version_id
    group by all
),

-- Articles that say the same of a name are one; the earliest that says something comes first.
units as (
    select
        profiles.name_id,
        profiles.is_full_name,
        profiles.fields,
        profiles.main_code,
        profiles.birth_year // 4 as birth_years,
        if(len(profiles.fields) = 0, profiles.office_words, null) as own_office,
        min(profiles.birth_year) as birth_year,
        min(profiles.death_year) as death_year,
        bool_or(profiles.is_local) as is_local,
        -- Null where none of its articles says: nothing is read from that.
        nullif(list_distinct(flatten(list(profiles.role_words))), []) as role_words,
        nullif(list_distinct(flatten(list(profiles.office_words))), []) as office_words,
        nullif(list_distinct(flatten(list(profiles.codes))), []) as codes,
        min(profiles.reported_at) as reported_at,
        min_by(profiles.article_id, (profiles.reported_at, profiles.article_id)) as first_article_id,
        list(profiles.article_version_id) as versions,
    from profiles
    group by all
),

numbered as (
    select
        units.*,
        row_number() over (
            partition by units.name_id
            order by
                len(units.fields) = 0 and units.office_words is null asc,
                units.reported_at asc,
                units.first_article_id asc,
                units.fields asc,
                units.main_code asc,
                units.own_office asc
        ) as unit_no,
    from units
    qualify unit_no <= 40
),

-- How much speaks against one person: ages, fields of work, countries; 2 is enough for a full name, 1 for a surname.
compared as (
    select
        former.name_id,
        former.unit_no as former_no,
        latter.unit_no,
        former.is_full_name,
        if(abs(former.birth_year - latter.birth_year) > 3, 3, 0)
        + if((former.death_year is null) <> (latter.death_year is null), 1, 0)
        + case
            when len(former.fields) = 0 or len(latter.fields) = 0 then 0
            when list_has_any(former.fields, latter.fields) then 0
            when list_has_any(list_concat(former.fields, latter.fields), ['page of sport'])
                then if(list_has_any(list_concat(former.fields, latter.fields), ['sport']), 0, 1)
            when
                list_has_all(['politics', 'law', 'military', 'police', 'business', 'education'], list_concat(former.fields, latter.fields))
                or list_has_all(['politics', 'science', 'medicine', 'education', 'business'], list_concat(former.fields, latter.fields))
                or list_has_all(['arts', 'media', 'politics', 'business'], list_concat(former.fields, latter.fields))
                then 1
            else 2
        end
        + if(not list_has_any(former.codes, latter.codes), 1, 0)
        + if(
            not list_has_any(former.codes, latter.codes)
            and (
                not list_has_any(former.role_words, latter.role_words)
                or (
                    not list_has_any(former.office_words, latter.office_words)
                    and not coalesce(list_has_any(former.role_words, latter.role_words), false)
                )
            ),
            1,
            0
        )
        -- Two mayors, of towns in two countries.
        + if(
            not list_has_any(former.codes, latter.codes)
            and former.is_local
            and latter.is_local
            and len(former.versions) >= 2
            and len(latter.versions) >= 2,
            2,
            0
        )
        -- Two offices of one country that three articles each tell of, and none tells of both.
        + if(
            list_has_any(former.codes, latter.codes)
            and len(former.versions) >= 3
            and len(latter.versions) >= 3
            and not list_has_any(former.office_words, latter.office_words)
            and not coalesce(list_has_any(former.role_words, latter.role_words), false)
            and not list_has_any(former.fields, latter.fields),
            2,
            0
        ) as doubt,
        if(list_has_any(former.office_words, latter.office_words), 2, 0) as likeness,
    from numbered as former
    inner join numbered as latter on former.name_id = latter.name_id and former.unit_no < latter.unit_no
),

contested as (
    select distinct compared.name_id,
    from compared
    where compared.doubt >= if(compared.is_full_name, 2, 1)
),

-- Who and what is named with them; what many articles name says little.
company as (
    select
        beside.article_version_id,
        beside.entity_id,
        beside.weight,
        count(*) over (partition by beside.entity_id) as version_count,
    from (
        select distinct
            mentions.article_version_id,
            entity_keys.entity_id,
            if(entity_keys.entity_type = 'LOC', 1, 2) as weight,
        from mentions
        inner join entity_keys on mentions.entity_key = entity_keys.entity_key
        where
            not mentions.is_boilerplate
            and (
                entity_keys.entity_type in ('ORG', 'EVENT', 'WORK', 'PRODUCT')
                or (entity_keys.entity_type = 'PERSON' and contains(entity_keys.full_name_norm, ' '))
                or (
                    entity_keys.entity_type = 'LOC'
                    and not regexp_full_match(coalesce(mentions.place_id, ''), '[A-Z]{2}')
                )
            )
    ) as beside
    qualify version_count <= least(300, greatest(20, (select 0.015 * count(*) from articles)))
),

unit_versions as (
    select
        numbered.name_id,
        numbered.unit_no,
        unnest(numbered.versions) as article_version_id,
    from numbered
    inner join contested on numbered.name_id = contested.name_id
),

unit_company as (
    select distinct
        unit_versions.name_id,
        unit_versions.unit_no,
        company.entity_id,
        company.weight,
    from unit_versions
    inner join company on unit_versions.article_version_id = company.article_version_id
    where unit_versions.name_id <> company.entity_id
),

shared as (
    select
        former.name_id,
        former.unit_no as former_no,
        latter.unit_no,
        sum(former.weight) as shared_weight,
    from unit_company as former
    inner join unit_company as latter
        on
            former.name_id = latter.name_id
            and former.entity_id = latter.entity_id
            and former.unit_no < latter.unit_no
    group by former.name_id, former.unit_no, latter.unit_no
),

fitting as (
    select
        compared.name_id,
        compared.former_no,
        compared.unit_no,
        coalesce(shared.shared_weight, 0) + compared.likeness - compared.doubt as fit,
    from compared
    inner join contested on compared.name_id = contested.name_id
    left join shared
        on
            compared.name_id = shared.name_id
            and compared.former_no = shared.former_no
            and compared.unit_no = shared.unit_no
    where compared.doubt - coalesce(shared.shared_weight, 0) < if(compared.is_full_name, 2, 1)
),

joinable as (
    select
        fitting.name_id,
        fitting.unit_no,
        list(fitting.former_no) as former_nos,
    from fitting
    group by fitting.name_id, fitting.unit_no
),

-- In order, a unit that fits none of the persons known by then is a further person; nothing is joined by a chain.
persons as (
    select
        numbered.name_id,
        -- sqlfluff does not read a lambda of two.
        list_reduce(list([numbered.unit_no] || coalesce(joinable.former_nos, []) order by numbered.unit_no asc), lambda known, unit: if(list_has_any(unit[2:], known), known, known || unit[1:1]), []::bigint[]) as person_nos, -- noqa: PRS,RF02,RF03,LT05
    from numbered
    inner join contested on numbered.name_id = contested.name_id
    left join joinable on numbered.name_id = joinable.name_id and numbered.unit_no = joinable.unit_no
    group by numbered.name_id
),

-- A unit that is no person of its own is the one that it fits best, also one that is told of later.
both_ways as (
    select
        fitting.name_id,
        fitting.unit_no,
        fitting.former_no as other_no,
        fitting.fit,
    from fitting
    union all
    select
        fitting.name_id,
        fitting.former_no as unit_no,
        fitting.unit_no as other_no,
        fitting.fit,
    from fitting
),

best_fits as (
    select
        both_ways.name_id,
        both_ways.unit_no,
        list(both_ways.other_no order by both_ways.fit desc, both_ways.other_no asc) as other_nos,
    from both_ways
    group by both_ways.name_id, both_ways.unit_no
),

assigned as (
    select
        unit_versions.article_version_id,
        unit_versions.name_id,
        if(
            list_contains(persons.person_nos, unit_versions.unit_no),
            unit_versions.unit_no,
            list_filter(best_fits.other_nos, lambda other_no: list_contains(persons.person_nos, other_no))[1] -- noqa: RF02,RF03,LT05
        ) as person_no,
    from unit_versions
    inner join persons on unit_versions.name_id = persons.name_id
    left join best_fits on unit_versions.name_id = best_fits.name_id and unit_versions.unit_no = best_fits.unit_no
)

select
    assigned.article_version_id,
    assigned.name_id as name_entity_id,
    left(sha256(assigned.name_id || '|' || numbered.first_article_id), 32) as namesake_entity_id,
from assigned
inner join numbered on assigned.name_id = numbered.name_id and assigned.person_no = numbered.unit_no
where assigned.person_no > 1
