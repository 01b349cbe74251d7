-- grain: one row per club's name of an article version, where clubs of that name play in two countries
with texts as (
    select
        articles.article_version_id,
        lower(concat_ws(' ', articles.headline, articles.text)) as text,
    from article_fields
    inner join articles on article_fields.article_version_id = articles.article_version_id
    where list_contains(word_list('en', 'teams', 'sports'), article_fields.sport)
),

-- Where clubs of several countries meet, a league tells nothing of either.
domestic as (
    select texts.*
    from texts
    where not regexp_matches(texts.text, '\b(?:' || word_pattern('en', 'teams', 'abroad') || ')')
),

named as (
    select
        mentions.article_version_id,
        mentions.entity_key,
        entity_keys.full_name_norm,
        mentions.country_code,
        mentions.mention_type,
        coalesce(mentions.place_id = mentions.country_code, false) as is_country,
        lower(
            substring(
                if(mentions.in_headline, articles.headline, articles.text), mentions.end_char + 1, 40
            )
        ) as behind,
        lower(
            substring(
                if(mentions.in_headline, articles.headline, articles.text),
                greatest(1, mentions.start_char - 19)::integer, least(20, mentions.start_char)::integer
            )
        ) as before,
    from mentions
    semi join texts on mentions.article_version_id = texts.article_version_id
    inner join articles on mentions.article_version_id = articles.article_version_id
    inner join entity_keys on mentions.entity_key = entity_keys.entity_key
    where not mentions.is_boilerplate
),

-- What countries and their peoples are called.
country_names as (
    select
        named.full_name_norm,
        mode(named.country_code order by named.country_code) as country_code,
    from named
    where named.mention_type in ('LOC', 'NORP') and named.country_code is not null and named.is_country
    group by named.full_name_norm
),

league_names (language, league, country_code) as (
    from word_rows('teams', 'league_countries')
),

-- A country before its league; else a league that has its name in one country.
leagues_told as (
    select
        named.article_version_id,
        left(coalesce(named.country_code, country_names.country_code), 2) as country_code,
    from named
    left join country_names
        on
            named.mention_type not in ('LOC', 'NORP')
            and starts_with(named.full_name_norm, country_names.full_name_norm || ' ')
    where
        (
            named.mention_type in ('LOC', 'NORP')
            and named.is_country
            and named.country_code is not null
            and (
                regexp_matches(
                    named.behind,
                    '^(?:[''’]s?)? (?:' || word_pattern('en', 'teams', 'leagues') || ')'
                )
                or regexp_matches(named.before, '\b(?:' || word_pattern('en', 'teams', 'ranks') || ') in $')
            )
        )
        or (
            country_names.country_code is not null
            and regexp_matches(
                substring(named.full_name_norm, length(country_names.full_name_norm) + 2),
                '^(?:' || word_pattern('en', 'teams', 'leagues') || ')'
            )
        )
),

leagues_known as (
    select
        domestic.article_version_id,
        league_names.country_code,
    from domestic
    inner join league_names
        on
            contains(domestic.text, league_names.league)
            and regexp_matches(domestic.text, '\b' || league_names.league || '\b')
    anti join leagues_told on domestic.article_version_id = leagues_told.article_version_id
),

leagues as (
    select
        told.article_version_id,
        min(told.country_code) as country_code,
    from (
        from leagues_told
        union all
        from leagues_known
    ) as told
    semi join domestic on told.article_version_id = domestic.article_version_id
    group by told.article_version_id
    having count(distinct told.country_code) = 1
),

clubs as (
    select distinct
        named.article_version_id,
        named.entity_key,
        named.full_name_norm,
    from named
    left join article_teams
        on named.article_version_id = article_teams.article_version_id and named.entity_key = article_teams.entity_key
    left join country_names on named.full_name_norm = country_names.full_name_norm
    where
        (named.mention_type = 'ORG' or (named.mention_type = 'LOC' and article_teams.entity_key is not null))
        and country_names.full_name_norm is null
),

club_leagues as (
    select
        clubs.full_name_norm,
        leagues.country_code,
        count(*) as version_count,
    from clubs
    inner join leagues on clubs.article_version_id = leagues.article_version_id
    group by clubs.full_name_norm, leagues.country_code
),

contested as (
    select
        club_leagues.full_name_norm,
        arg_max(club_leagues.country_code, (club_leagues.version_count, club_leagues.country_code)) as country_code,
    from club_leagues
    group by club_leagues.full_name_norm
    having count(*) > 1
),

-- Who is named with the name: players, coaches and other clubs, few of which two clubs have in common.
companions as (
    select distinct
        clubs.full_name_norm,
        clubs.article_version_id,
        leagues.country_code,
        named.full_name_norm as companion,
    from clubs
    semi join contested on clubs.full_name_norm = contested.full_name_norm
    inner join named
        on clubs.article_version_id = named.article_version_id and clubs.full_name_norm != named.full_name_norm
    left join country_names on named.full_name_norm = country_names.full_name_norm
    left join leagues on clubs.article_version_id = leagues.article_version_id
    where
        named.mention_type in ('PERSON', 'ORG', 'LOC')
        and country_names.full_name_norm is null
        and not regexp_matches(named.full_name_norm, '\b(?:league|liga|ligue|division|serie|cup)\b')
),

homes as (
    select
        companions.full_name_norm,
        companions.companion,
        companions.country_code,
    from companions
    where companions.country_code is not null
    group by companions.full_name_norm, companions.companion, companions.country_code
),

home_counts as (
    select
        homes.full_name_norm,
        homes.country_code,
        count(*) as companion_count,
        count(of_main.companion) as shared_count,
    from homes
    inner join contested on homes.full_name_norm = contested.full_name_norm
    left join homes as of_main
        on
            homes.full_name_norm = of_main.full_name_norm
            and homes.companion = of_main.companion
            and contested.country_code = of_main.country_code
    group by homes.full_name_norm, homes.country_code
),

-- A club that is named with the players and rivals of another is that one.
apart as (
    select
        contested.full_name_norm,
        contested.country_code as main_code,
        home_counts.country_code,
        home_counts.country_code = contested.country_code
        or home_counts.shared_count <= 0.05 * home_counts.companion_count as is_apart,
    from contested
    inner join home_counts on contested.full_name_norm = home_counts.full_name_norm
),

two_clubs as (
    select apart.full_name_norm
    from apart
    where apart.is_apart
    group by apart.full_name_norm
    having count(*) > 1
),

-- Where no league is told, those tell that are named with one of the clubs alone, then the one country of all places.
accompanied as (
    select
        companions.full_name_norm,
        companions.article_version_id,
        min(homes.country_code) as country_code,
    from companions
    inner join homes
        on companions.full_name_norm = homes.full_name_norm and companions.companion = homes.companion
    group by companions.full_name_norm, companions.article_version_id
    having count(distinct homes.country_code) = 1
),

surroundings as (
    select
        clubs.article_version_id,
        clubs.full_name_norm,
        min(left(named.country_code, 2)) as country_code,
    from clubs
    semi join two_clubs on clubs.full_name_norm = two_clubs.full_name_norm
    inner join named
        on clubs.article_version_id = named.article_version_id and clubs.full_name_norm != named.full_name_norm
    where named.country_code is not null
    group by clubs.article_version_id, clubs.full_name_norm
    having count(distinct left(named.country_code, 2)) = 1
),

told as (
    select
        clubs.article_version_id,
        clubs.entity_key,
        clubs.full_name_norm,
        coalesce(leagues.country_code, accompanied.country_code, surroundings.country_code) as country_code,
    from clubs
    semi join two_clubs on clubs.full_name_norm = two_clubs.full_name_norm
    left join leagues on clubs.article_version_id = leagues.article_version_id
    left join accompanied
        on
            clubs.article_version_id = accompanied.article_version_id
            and clubs.full_name_norm = accompanied.full_name_norm
    left join surroundings
        on
            clubs.article_version_id = surroundings.article_version_id
            and clubs.full_name_norm = surroundings.full_name_norm
)

select
    told.article_version_id,
    told.entity_key,
    if(apart.is_apart, apart.country_code, apart.main_code) as country_code,
from told
inner join apart on told.full_name_norm = apart.full_name_norm and told.country_code = apart.country_code
