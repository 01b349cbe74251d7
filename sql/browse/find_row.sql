-- Which page shows a row of this id: its kind, the article version it stands in, and the id of the page.
select
    'article' as kind,
    articles.article_version_id as page_id,
    null as row_id
from articles
where articles.article_version_id = $id
union all
select
    'article' as kind,
    articles_current.article_version_id as page_id,
    null as row_id
from articles_current
where articles_current.article_id = $id
union all
select
    'claim' as kind,
    claims.claim_id as page_id,
    null as row_id
from claims
where claims.claim_id = $id
union all
select
    'article' as kind,
    numbers.article_version_id as page_id,
    numbers.number_id as row_id
from numbers
where numbers.number_id = $id
union all
select
    'article' as kind,
    mentions.article_version_id as page_id,
    mentions.mention_id as row_id
from mentions
where mentions.mention_id = $id
union all
select
    'article' as kind,
    dates.article_version_id as page_id,
    dates.date_id as row_id
from dates
where dates.date_id = $id
union all
select
    'entity' as kind,
    entities.entity_id as page_id,
    null as row_id
from entities
where entities.entity_id = $id
union all
select
    'series' as kind,
    number_series.figure_id as page_id,
    null as row_id
from number_series
where number_series.figure_id = $id
union all
select
    'story' as kind,
    stories.story_id as page_id,
    null as row_id
from stories
where stories.story_id = $id
union all
select
    'source' as kind,
    sources.source_id as page_id,
    null as row_id
from sources
where sources.source_id = $id
limit 1
