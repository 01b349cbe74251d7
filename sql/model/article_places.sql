-- grain: one row per name of a place in an article version of which it is told where it lies
with district_cities as (
    select
        districts.city_id,
        districts.part_id,
    from word_rows('regions', 'district_cities') as districts (language, part_id, city_id)
),

-- The District of Columbia is the city of Washington.
located as (
    select
        mentions.article_version_id,
        mentions.entity_key,
        mentions.country_code,
        mentions.place,
        mentions.is_boilerplate,
        coalesce(district_cities.city_id, mentions.place_id) as place_id,
    from mentions
    left join district_cities on mentions.place_id = district_cities.part_id
    where mentions.mention_type = 'LOC'
),

named as (
    select
        located.article_version_id,
        located.entity_key,
        mode(located.place_id order by located.place_id) filter (where not located.is_boilerplate) as place_id,
        mode(located.country_code order by located.country_code) filter (
            where not located.is_boilerplate
        ) as country_code,
        coalesce(
            bool_and(located.place.method = 'size') filter (
                where not located.is_boilerplate and located.place_id is not null
            ),
            false
        ) as is_by_size,
    from located
    group by located.article_version_id, located.entity_key
),

usual_counts as (
    select
        named.entity_key,
        named.country_code,
        named.place_id,
        count(*) as version_count,
    from named
    where named.place_id is not null
    group by named.entity_key, named.country_code, named.place_id
),

-- In a country, the place that nearly all articles mean there.
usual_in_country as (
    select
        usual_counts.entity_key,
        usual_counts.country_code,
        arg_max(usual_counts.place_id, (usual_counts.version_count, usual_counts.place_id)) as place_id,
    from usual_counts
    group by usual_counts.entity_key, usual_counts.country_code
    having max(usual_counts.version_count) >= 0.75 * sum(usual_counts.version_count)
),

-- A town of which the country alone is told: of two in Spain, some one.
placed as (
    select
        named.article_version_id,
        named.entity_key,
        named.country_code,
        coalesce(named.place_id, usual_in_country.place_id, 'in ' || named.country_code) as place_name,
        named.is_by_size,
    from named
    left join usual_in_country
        on named.entity_key = usual_in_country.entity_key and named.country_code = usual_in_country.country_code
    where named.place_id is not null or named.country_code is not null
),

place_counts as (
    select
        placed.entity_key,
        placed.country_code,
        placed.place_name,
        count(*) as version_count,
    from placed
    group by placed.entity_key, placed.country_code, placed.place_name
),

-- Where a name lies in one country in all articles, the country tells nothing apart.
contested as (
    select place_counts.entity_key
    from place_counts
    group by place_counts.entity_key
    having count(distinct place_counts.country_code) > 1
),

usual as (
    select
        place_counts.entity_key,
        arg_max(place_counts.place_name, (place_counts.version_count, place_counts.place_name)) as place_name,
    from place_counts
    group by place_counts.entity_key
    having max(place_counts.version_count) >= 0.75 * sum(place_counts.version_count)
),

known_names as (
    select distinct named.entity_key
    from named
),

-- Of clubs that are called as a place is, and of what was taken for a person or for nothing in particular, it is asked
-- too.
asked as (
    select
        named.article_version_id,
        named.entity_key,
        named.place_id,
        named.country_code,
    from named
    union all
    select distinct
        mentions.article_version_id,
        known_names.entity_key,
        null as place_id,
        null as country_code,
    from mentions
    inner join known_names
        on 'LOC|' || substring(mentions.entity_key, position('|' in mentions.entity_key) + 1) = known_names.entity_key
    anti join named
        on mentions.article_version_id = named.article_version_id and known_names.entity_key = named.entity_key
    where mentions.mention_type in ('ORG', 'PERSON', 'MISC') and not mentions.is_boilerplate
),

countries as (
    select distinct
        mentions.article_version_id,
        mentions.country_code,
    from mentions
    where
        not mentions.is_boilerplate
        and mentions.mention_type in ('LOC', 'NORP')
        and mentions.place_id = mentions.country_code
),

-- A name of which its article tells nothing is the place that nearly all articles mean, of those in countries that it
-- names if there is any.
fitting as (
    select
        asked.article_version_id,
        asked.entity_key,
        if(
            max(place_counts.version_count) >= 0.75 * sum(place_counts.version_count),
            arg_max(place_counts.place_name, (place_counts.version_count, place_counts.place_name)),
            null
        ) as place_name,
    from asked
    inner join contested on asked.entity_key = contested.entity_key
    inner join countries on asked.article_version_id = countries.article_version_id
    inner join place_counts
        on asked.entity_key = place_counts.entity_key and countries.country_code = place_counts.country_code
    where asked.place_id is null and asked.country_code is null
    group by asked.article_version_id, asked.entity_key
),

-- Persons and organisations of contested names, few of which any two towns have in common.
companions as (
    select distinct
        asked.article_version_id,
        asked.entity_key,
        mentions.entity_key as companion_key,
    from asked
    inner join contested on asked.entity_key = contested.entity_key
    inner join mentions on asked.article_version_id = mentions.article_version_id
    where
        mentions.mention_type in ('PERSON', 'ORG')
        and not mentions.is_boilerplate
        and 'LOC|' || substring(mentions.entity_key, position('|' in mentions.entity_key) + 1) <> asked.entity_key
),

-- Where a person or organisation is named with one of the places only, who names it means that place. A city for which
-- its size alone speaks tells of no home; where these are more, the home is in doubt.
homes as (
    select
        companions.entity_key,
        companions.companion_key,
        min(placed.place_name) filter (where not placed.is_by_size) as place_name,
    from companions
    inner join placed
        on companions.article_version_id = placed.article_version_id and companions.entity_key = placed.entity_key
    group by companions.entity_key, companions.companion_key
    having
        count(distinct placed.place_name) filter (where not placed.is_by_size) = 1
        and count_if(not placed.is_by_size) between 2 and 50
        and count_if(placed.is_by_size) <= count_if(not placed.is_by_size)
),

accompanied as (
    select
        companions.article_version_id,
        companions.entity_key,
        min(homes.place_name) as place_name,
    from companions
    inner join homes
        on companions.entity_key = homes.entity_key and companions.companion_key = homes.companion_key
    group by companions.article_version_id, companions.entity_key
    having count(distinct homes.place_name) = 1
),

told as (
    select
        asked.article_version_id,
        asked.entity_key,
        case
            when not placed.is_by_size then placed.place_name
            when fitting.place_name is not null then fitting.place_name
            when accompanied.place_name is not null then accompanied.place_name
            when placed.place_name is not null then placed.place_name
            when fitting.entity_key is null then usual.place_name
        end as place_name,
    from asked
    left join placed
        on asked.article_version_id = placed.article_version_id and asked.entity_key = placed.entity_key
    left join fitting
        on asked.article_version_id = fitting.article_version_id and asked.entity_key = fitting.entity_key
    left join accompanied
        on asked.article_version_id = accompanied.article_version_id and asked.entity_key = accompanied.entity_key
    left join usual on asked.entity_key = usual.entity_key
)

select
    told.article_version_id,
    told.entity_key,
    told.place_name,
    contested.entity_key is not null as is_contested,
from told
left join contested on told.entity_key = contested.entity_key
where told.place_name is not null and (contested.entity_key is not null or not starts_with(told.place_name, 'in '))
