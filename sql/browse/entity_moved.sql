-- Where the names of an entity are now that an earlier release had.
with recursive followed as (
    select
        entity_changes.new_entity_id as entity_id,
        entity_changes.release_id,
        entity_changes.old_name,
        entity_changes.change,
        entity_changes.reason
    from ops.entity_changes
    where entity_changes.old_entity_id = $id
    union
    select
        entity_changes.new_entity_id as entity_id,
        entity_changes.release_id,
        followed.old_name,
        entity_changes.change,
        entity_changes.reason
    from followed
    inner join ops.entity_changes
        on followed.entity_id = entity_changes.old_entity_id and followed.release_id < entity_changes.release_id
)

select
    followed.old_name,
    followed.change,
    followed.reason,
    followed.release_id,
    entities.entity_id,
    entities.canonical_name,
    entities.entity_type,
    entities.article_count
from followed
left join entities on followed.entity_id = entities.entity_id
where entities.entity_id is not null or followed.entity_id is null
qualify row_number() over (partition by followed.entity_id order by followed.release_id desc, followed.change asc) = 1
order by entities.article_count desc nulls last, entities.entity_id asc
