-- Its life in the news, day by day: stories, headlines, what it said, and what others said about it.
select
    entity_timeline.reported_on,
    entity_timeline.article_count,
    entity_timeline.origin_count,
    entity_timeline.headline_count,
    entity_timeline.statement_count,
    entity_timeline.denial_count,
    entity_timeline.targeted_count,
    entity_timeline.example_headline,
    articles_current.article_version_id as example_version_id,
    entity_timeline.is_coverage_gap,
from entity_timeline
left join articles_current on entity_timeline.example_article_id = articles_current.article_id
where entity_timeline.entity_id = $id
order by entity_timeline.reported_on
