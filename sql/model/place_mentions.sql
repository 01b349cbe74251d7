-- grain: one row per name of a place that is linked to it
with linked as (
    select
        mentions.mention_id,
        mentions.article_version_id,
        mentions.place_id,
        mentions.place,
    from mentions
    where mentions.mention_type = 'LOC' and mentions.place_id is not null and mentions.place is not null
)

select
    linked.mention_id,
    linked.article_version_id,
    linked.place_id,
    linked.place.role,
    linked.place.precision,
    linked.place.method,
    linked.place.confidence,
from linked
