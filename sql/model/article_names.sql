-- grain: one row per entity key of an article version: for whom the name stands there
with used as (
    select
        mentions.article_version_id,
        mentions.entity_key,
    from mentions
    union
    select
        claims.article_version_id,
        claims.speaker_entity_key as entity_key,
    from claims
    where claims.speaker_entity_key is not null
    union
    select
        claims.article_version_id,
        claims.target_entity_key as entity_key,
    from claims
    where claims.target_entity_key is not null
),

-- "Pan American" and "Anglo-Saxon" name no country.
compounds as (
    select
        mentions.article_version_id,
        mentions.entity_key,
        min(
            lower(
                regexp_extract(
                    substring(articles.text, greatest(1, mentions.start_char - 6), least(7, mentions.start_char)),
                    '\b(Pan|Trans|Anglo|Afro|Latin|Native)[ -]$',
                    1
                )
            )
        ) as first_word,
    from mentions
    inner join articles on mentions.article_version_id = articles.article_version_id
    where mentions.mention_type = 'NORP' and not mentions.is_boilerplate and not mentions.in_headline
    group by mentions.article_version_id, mentions.entity_key
    having first_word <> ''
),

-- Clubs are named as their towns are, in one sport or several.
team_names as (
    select
        entity_keys.full_name_norm,
        min(article_teams.sport) filter (where article_teams.sport <> 'sport') as sport,
        count(distinct article_teams.sport) filter (where article_teams.sport <> 'sport') as sport_count,
    from article_teams
    inner join entity_keys on article_teams.entity_key = entity_keys.entity_key
    where entity_keys.key_type = 'LOC'
    group by entity_keys.full_name_norm
),

-- Where an article calls a firm by its short name and by a shorter one, both are that firm.
short_entities as (
    select
        short_names.article_version_id,
        entity_keys.entity_id,
        min(short_names.long_entity_id) as long_entity_id,
    from short_names
    inner join entity_keys on short_names.entity_key = entity_keys.entity_key
    where entity_keys.key_type = 'ORG'
    group by short_names.article_version_id, entity_keys.entity_id
    having count(distinct short_names.long_entity_id) = 1
),

met as (
    select
        used.article_version_id,
        used.entity_key,
        entity_keys.entity_id,
        entity_keys.entity_type,
        entity_keys.key_type,
        entity_keys.full_name_norm,
        entity_keys.country_id,
        entity_keys.rule,
        compounds.first_word,
        coalesce(short_entities.long_entity_id, short_names.long_entity_id) as long_entity_id,
        person_namesakes.namesake_entity_id,
        article_clubs.country_code as club_country,
        if(
            entity_keys.key_type = 'LOC'
            or (entity_keys.key_type in ('PERSON', 'MISC') and entity_keys.entity_type = 'LOC'),
            article_places.place_name,
            null
        ) as place_name,
        if(
            article_places.is_contested and entity_keys.key_type in ('LOC', 'ORG', 'PERSON', 'MISC'),
            article_places.place_name,
            null
        ) as team_place,
        case
            when entity_keys.key_type in ('LOC', 'NORP')
                then if(article_teams.sport = 'sport' and team_names.sport_count = 1, team_names.sport, article_teams.sport)
            when team_names.full_name_norm is not null and entity_keys.key_type = 'ORG'
                then
                    if(
                        coalesce(article_fields.sport, 'sport') = 'sport' and team_names.sport_count = 1,
                        team_names.sport,
                        article_fields.sport
                    )
            -- On a page of sport, what looks like a person and is a place elsewhere is the team that is called so.
            when team_names.full_name_norm is not null and entity_keys.entity_type in ('LOC', 'ORG')
                then if(article_fields.sport = 'sport' and team_names.sport_count = 1, team_names.sport, article_fields.sport)
        end as team_sport,
        if(
            entity_keys.key_type in ('EVENT', 'ORG', 'MISC')
            and regexp_full_match(
                entity_keys.full_name_norm,
                '(?:the )?(?:\d{4} )?(?:' || word_pattern('en', 'teams', 'competition_scopes') || ') ?(?:'
                || word_pattern('en', 'teams', 'competition_kinds') || ')'
            ),
            article_fields.sport,
            null
        ) as event_sport,
    from used
    inner join entity_keys on used.entity_key = entity_keys.entity_key
    left join article_places
        on
            used.article_version_id = article_places.article_version_id
            and 'LOC|' || entity_keys.full_name_norm = article_places.entity_key
    left join compounds
        on used.article_version_id = compounds.article_version_id and used.entity_key = compounds.entity_key
    left join short_names
        on used.article_version_id = short_names.article_version_id and used.entity_key = short_names.entity_key
    left join short_entities
        on
            used.article_version_id = short_entities.article_version_id
            and (
                short_names.long_entity_id = short_entities.entity_id
                or (
                    short_names.long_entity_id is null
                    and entity_keys.rule = 'short_form'
                    and entity_keys.entity_id = short_entities.entity_id
                )
            )
    left join article_teams
        on used.article_version_id = article_teams.article_version_id and used.entity_key = article_teams.entity_key
    left join article_clubs
        on used.article_version_id = article_clubs.article_version_id and used.entity_key = article_clubs.entity_key
    left join article_fields on used.article_version_id = article_fields.article_version_id
    left join team_names on entity_keys.full_name_norm = team_names.full_name_norm
    left join person_namesakes
        on
            used.article_version_id = person_namesakes.article_version_id
            and entity_keys.entity_id = person_namesakes.name_entity_id
),

told as (
    select
        met.article_version_id,
        met.entity_key,
        met.entity_id,
        if(met.first_word is null, met.entity_type, met.key_type) as entity_type,
        case
            when met.long_entity_id is not null then 'short_form'
            when met.first_word is not null then 'same_name'
            when met.team_sport is not null or met.club_country is not null then 'team'
            when met.namesake_entity_id is not null or met.event_sport is not null then 'namesake'
            when met.place_name is not null and met.country_id is null then 'place'
            else met.rule
        end as rule,
        met.long_entity_id,
        met.namesake_entity_id,
        case
            when met.first_word is not null then concat_ws('|', met.key_type, met.first_word, met.full_name_norm)
            when met.club_country is not null
                then concat_ws('|', 'ORG', met.full_name_norm, 'club', met.club_country)
            when met.team_sport is not null
                then
                    concat_ws(
                        '|', 'ORG', coalesce('team ' || met.country_id, met.full_name_norm), met.team_place,
                        met.team_sport
                    )
            when met.event_sport is not null then concat_ws('|', met.entity_id, met.event_sport)
            when met.place_name is not null and met.country_id is null
                then
                    concat(
                        'LOC|place ', met.place_name, if(starts_with(met.place_name, 'in '), '|' || met.entity_id, '')
                    )
        end as told_name,
    from met
)

select
    told.article_version_id,
    told.entity_key,
    coalesce(told.long_entity_id, told.namesake_entity_id, left(sha256(told.told_name), 32), told.entity_id) as name_entity_id,
    case
        when told.rule = 'team' or told.long_entity_id is not null then 'ORG'
        when told.rule = 'place' then 'LOC'
        else told.entity_type
    end as entity_type,
    told.rule,
from told
