-- grain: one row per entity and day: what was reported of it, what it said, what was said about it
with reported as (
    select
        article_entities.entity_id,
        articles_current.reported_on,
        count(distinct articles_current.article_id) as article_count,
        count(distinct articles_current.story_id) as origin_count,
        count(distinct articles_current.publisher_family_id) as family_count,
        count(distinct articles_current.article_id) filter (where mentions.in_headline) as headline_count,
        count(distinct articles_current.article_id) filter (where articles_current.is_undated) as undated_article_count,
        arg_max(
            articles_current.article_id,
            (articles_current.is_origin, articles_current.story_article_count, articles_current.article_id)
        ) as example_article_id,
    from mentions
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    where not mentions.is_boilerplate
    group by article_entities.entity_id, articles_current.reported_on
),

said as (
    select
        article_entities.entity_id,
        articles_current.reported_on,
        count(distinct articles_current.story_id || lower(claims.content_text)) as statement_count,
        count(distinct articles_current.story_id || lower(claims.content_text)) filter (
            where claims.cue_kind = 'deny' or claims.is_negated
        ) as denial_count,
    from claims
    inner join article_entities
        on
            claims.article_version_id = article_entities.article_version_id
            and claims.speaker_entity_key = article_entities.entity_key
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    where not claims.is_boilerplate and claims.speaker_kind <> 'outlet'
    group by article_entities.entity_id, articles_current.reported_on
),

targeted as (
    select
        article_entities.entity_id,
        articles_current.reported_on,
        count(distinct articles_current.story_id || lower(claims.content_text)) as targeted_count,
    from claims
    inner join article_entities
        on
            claims.article_version_id = article_entities.article_version_id
            and claims.target_entity_key = article_entities.entity_key
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    where not claims.is_boilerplate
    group by article_entities.entity_id, articles_current.reported_on
),

gap_days as (
    select distinct coverage_gaps.reported_on
    from coverage_gaps
)

select
    reported.entity_id,
    entities.canonical_name,
    reported.reported_on,
    reported.article_count,
    reported.origin_count,
    reported.family_count,
    reported.undated_article_count,
    reported.headline_count,
    coalesce(said.statement_count, 0) as statement_count,
    coalesce(said.denial_count, 0) as denial_count,
    coalesce(targeted.targeted_count, 0) as targeted_count,
    reported.example_article_id,
    example.headline as example_headline,
    gap_days.reported_on is not null as is_coverage_gap,
from reported
inner join entities on reported.entity_id = entities.entity_id
inner join articles_current as example on reported.example_article_id = example.article_id
left join said on reported.entity_id = said.entity_id and reported.reported_on = said.reported_on
left join targeted on reported.entity_id = targeted.entity_id and reported.reported_on = targeted.reported_on
left join gap_days on reported.reported_on = gap_days.reported_on
