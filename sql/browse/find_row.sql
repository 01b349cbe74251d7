-- Which page shows a row of this id: its kind, the article version it stands in, and the id of the page.
select 'article' as kind, articles.article_version_id as page_id, null as row_id from articles where articles.article_version_id = $id
union all
select 'article', articles_current.article_version_id, null from articles_current where articles_current.article_id = $id
union all
select 'claim', claims.claim_id, null from claims where claims.claim_id = $id
union all
select 'article', numbers.article_version_id, numbers.number_id from numbers where numbers.number_id = $id
union all
select 'article', mentions.article_version_id, mentions.mention_id from mentions where mentions.mention_id = $id
union all
select 'article', dates.article_version_id, dates.date_id from dates where dates.date_id = $id
union all
select 'entity', entities.entity_id, null from entities where entities.entity_id = $id
union all
select 'series', number_series.figure_id, null from number_series where number_series.figure_id = $id
union all
select 'story', stories.story_id, null from stories where stories.story_id = $id
union all
select 'source', sources.source_id, null from sources where sources.source_id = $id
limit 1
