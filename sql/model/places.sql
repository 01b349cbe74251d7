-- grain: one row per place that a name is linked to
with linked as (
    select
        mentions.place_id,
        mentions.mention_id,
        mentions.captured_on,
        mentions.place,
    from mentions
    where mentions.place_id is not null and mentions.place is not null
),

-- Days that were analysed with an older table of places may tell of another point; the newest day counts.
newest as (
    select
        linked.place_id,
        max_by(linked.place, (linked.captured_on, linked.mention_id)) as place,
    from linked
    group by linked.place_id
)

select
    newest.place_id,
    newest.place.geonames_id,
    newest.place.name as place_name,
    newest.place.kind,
    newest.place.country_code,
    newest.place.part_code,
    newest.place.latitude,
    newest.place.longitude,
    newest.place.population,
    newest.place.point_source,
from newest
