-- grain: one row per entity and day on which an article names it
with day_totals as (
    select
        articles_current.reported_on,
        count(*) as day_article_count,
        count(distinct articles_current.story_id) as day_origin_count,
    from articles_current
    group by articles_current.reported_on
),

missing_sources as (
    select
        coverage_gaps.reported_on,
        count(*) as missing_source_count,
    from coverage_gaps
    group by coverage_gaps.reported_on
),

named as (
    select
        article_entities.entity_id,
        articles_current.reported_on,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.publisher_family_id,
        articles_current.is_undated,
    from mentions
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    where not mentions.is_boilerplate
),

counted as (
    select
        named.entity_id,
        named.reported_on,
        count(*) as mention_count,
        count(distinct named.article_id) as article_count,
        count(distinct named.story_id) as origin_count,
        count(distinct named.publisher_family_id) as family_count,
        count(distinct named.article_id) filter (where named.is_undated) as undated_article_count,
    from named
    group by named.entity_id, named.reported_on
)

select
    counted.entity_id,
    entities.canonical_name,
    entities.entity_type,
    counted.reported_on,
    counted.mention_count,
    counted.article_count,
    counted.origin_count,
    counted.family_count,
    counted.undated_article_count,
    counted.article_count / day_totals.day_article_count as article_share,
    counted.origin_count / day_totals.day_origin_count as origin_share,
    coalesce(missing_sources.missing_source_count, 0)::integer as missing_source_count,
    missing_sources.missing_source_count is not null as is_coverage_gap,
from counted
inner join entities on counted.entity_id = entities.entity_id
inner join day_totals on counted.reported_on = day_totals.reported_on
left join missing_sources on counted.reported_on = missing_sources.reported_on
