-- grain: one row per article version that opens with the name of a town
select
    mentions.article_version_id,
    list_sort(list(distinct mentions.place_id)) as towns,
from mentions
where
    not mentions.is_boilerplate
    and mentions.mention_type = 'LOC'
    and mentions.place_id is not null
    and mentions.place.precision = 'city'
    and (mentions.in_headline or mentions.start_char < 300)
group by mentions.article_version_id
