-- grain: one row per person, organisation or place that a story opens with
with named as (
    select distinct
        news_origins.story_id,
        news_origins.reported_on,
        article_entities.entity_id,
    from news_origins
    inner join mentions on news_origins.article_version_id = mentions.article_version_id
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    where not mentions.is_boilerplate and (mentions.in_headline or mentions.start_char < 800)
),

named_days as (
    select
        named.entity_id,
        named.reported_on,
        count(*) as story_count,
    from named
    group by named.entity_id, named.reported_on
),

-- How many stories of these days open with an entity: what many tell of says little.
around as (
    select
        named_days.entity_id,
        named_days.reported_on,
        sum(named_days.story_count) over (
            partition by named_days.entity_id
            order by named_days.reported_on range between interval 2 day preceding and interval 2 day following
        ) as near_count,
    from named_days
)

select
    named.story_id,
    named.reported_on,
    named.entity_id,
    around.near_count::bigint as near_count,
    -- In whole parts of 65,536: such sums do not depend on the order of their parts.
    round(65536 / ln(2 + around.near_count)) / 65536 as weight,
    row_number() over (
        partition by named.story_id order by around.near_count, named.entity_id
    ) as rarity_rank,
from named
inner join around on named.entity_id = around.entity_id and named.reported_on = around.reported_on
