-- Which names stand together in one sentence, in at least two independent stories?
with named as (
    select distinct
        mentions.sentence_id,
        article_entities.entity_id,
        articles_current.story_id,
    from mentions
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    where not mentions.is_boilerplate
)

select
    one_entity.canonical_name as one_name,
    other_entity.canonical_name as other_name,
    count(*) as sentence_count,
    count(distinct one.story_id) as origin_count,
from named as one
inner join named as other on one.sentence_id = other.sentence_id and one.entity_id < other.entity_id
inner join entities as one_entity on one.entity_id = one_entity.entity_id
inner join entities as other_entity on other.entity_id = other_entity.entity_id
group by one_entity.canonical_name, other_entity.canonical_name
having count(distinct one.story_id) >= 2
order by origin_count desc, sentence_count desc, one_name asc, other_name asc
