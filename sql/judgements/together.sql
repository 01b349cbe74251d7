-- Articles in which two entities both stand.
with versions as (
    select
        article_entities.article_version_id,
        count(distinct article_entities.entity_id) as entity_count
    from article_entities
    where article_entities.entity_id in (select unnest($ids))
    group by article_entities.article_version_id
)

select
    count(*) as version_count,
    min(versions.article_version_id) as article_version_id
from versions
where versions.entity_count = 2
