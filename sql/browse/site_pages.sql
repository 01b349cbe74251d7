-- The pages of a site: articles reported in the range, and what stands in them.
with chosen as (
    select
        articles_current.article_version_id,
        articles_current.captured_on,
        articles_current.story_id,
        articles_current.source_id,
        articles_current.article_id
    from articles_current
    where articles_current.reported_on between $first::date and $last::date
)

select
    'article' as kind,
    articles.article_version_id as page_id
from chosen inner join articles on chosen.article_id = articles.article_id
union
select
    'claim' as kind,
    claims.claim_id as page_id
from chosen inner join claims on chosen.article_version_id = claims.article_version_id
where not claims.is_boilerplate
union
select
    'entity' as kind,
    entities.entity_id as page_id
from chosen
inner join mentions on chosen.article_version_id = mentions.article_version_id
inner join article_entities
    on
        mentions.article_version_id = article_entities.article_version_id
        and mentions.entity_key = article_entities.entity_key
inner join entities on article_entities.entity_id = entities.entity_id
where not mentions.is_boilerplate
union
select
    'series' as kind,
    number_series.figure_id as page_id
from chosen
inner join numbers on chosen.article_version_id = numbers.article_version_id
inner join number_series on numbers.measure_key = number_series.measure_key
union
select
    'change' as kind,
    article_versions.article_version_id as page_id
from chosen inner join article_versions on chosen.article_id = article_versions.article_id
where article_versions.version_no > 1
union
select
    'story' as kind,
    chosen.story_id as page_id
from chosen
union
select
    'source' as kind,
    chosen.source_id as page_id
from chosen
