-- grain: one row per publisher, publisher that it links to, and kind of link
select
    linked_articles.source_id,
    linked_articles.target_source_id,
    linked_articles.kind,
    count(*) as link_count,
    count(distinct linked_articles.article_id) as article_count,
    count(distinct linking.story_id) as origin_count,
    count(distinct linked_articles.target_article_id) as target_article_count,
    min(linking.reported_on) as first_reported_on,
    max(linking.reported_on) as last_reported_on,
from linked_articles
inner join articles_current as linking on linked_articles.article_version_id = linking.article_version_id
where not linked_articles.is_same_source
group by linked_articles.source_id, linked_articles.target_source_id, linked_articles.kind
