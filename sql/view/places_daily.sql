-- grain: one row per place with an id and day on which an article names it
with named as (
    select
        mentions.place_id,
        mentions.entity_name,
        mentions.country_code,
        mentions.geonames_id,
        mentions.in_headline,
        articles_current.reported_on,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.publisher_family_id,
        articles_current.is_undated,
    from mentions
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    where not mentions.is_boilerplate and mentions.mention_type = 'LOC' and mentions.place_id is not null
),

names as (
    select
        named.place_id,
        mode(named.entity_name order by named.entity_name) as place_name,
        mode(named.country_code order by named.country_code) as country_code,
        mode(named.geonames_id order by named.geonames_id) as geonames_id,
    from named
    group by named.place_id
),

gap_days as (
    select distinct coverage_gaps.reported_on
    from coverage_gaps
)

select
    named.place_id,
    any_value(names.place_name) as place_name,
    any_value(names.country_code) as country_code,
    any_value(names.geonames_id) as geonames_id,
    any_value(places.kind) as kind,
    any_value(places.latitude) as latitude,
    any_value(places.longitude) as longitude,
    named.reported_on,
    count(*) as mention_count,
    count(distinct named.article_id) as article_count,
    count(distinct named.story_id) as origin_count,
    count(distinct named.publisher_family_id) as family_count,
    count(distinct named.article_id) filter (where named.is_undated) as undated_article_count,
    count(distinct named.article_id) filter (where named.in_headline) as headline_count,
    bool_or(gap_days.reported_on is not null) as is_coverage_gap,
from named
inner join names on named.place_id = names.place_id
left join places on named.place_id = places.place_id
left join gap_days on named.reported_on = gap_days.reported_on
group by named.place_id, named.reported_on
