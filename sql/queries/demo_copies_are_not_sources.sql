-- Which story was printed most, and how many texts stand behind the printings?
select
    left(origin.headline, 58) as headline,
    origin.source_name as first_seen_at,
    count(*) as articles,
    count(distinct members.publisher_family_id) as families,
    count(*) filter (where members.is_origin) as origins,
    string_agg(members.source_name, ', ' order by members.reported_on, members.source_name) filter (where not members.is_origin)
        as copied_by,
from articles_current as members
inner join articles_current as origin on members.story_id = origin.story_id and origin.is_origin
group by all
order by articles desc, headline asc
limit 4
