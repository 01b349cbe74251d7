-- Who is named in the same stories.
with own_stories as (
    select distinct articles_current.story_id
    from entity_keys
    inner join mentions on entity_keys.entity_key = mentions.entity_key
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    where entity_keys.entity_id = $id and not mentions.is_boilerplate
),

near as (
    select articles_current.article_version_id, articles_current.captured_on, articles_current.story_id
    from articles_current
    inner join own_stories on articles_current.story_id = own_stories.story_id
)

select entities.entity_id, entities.canonical_name, entities.entity_type, count(distinct near.story_id) as shared_story_count
from near
inner join mentions
    on near.article_version_id = mentions.article_version_id and near.captured_on = mentions.captured_on
inner join entity_keys on mentions.entity_key = entity_keys.entity_key
inner join entities on entity_keys.entity_id = entities.entity_id
where entities.entity_id != $id and not mentions.is_boilerplate
group by entities.entity_id, entities.canonical_name, entities.entity_type
order by shared_story_count desc, entities.canonical_name
limit 30
