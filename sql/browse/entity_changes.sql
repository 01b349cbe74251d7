-- What became of it, or of others in it, from release to release.
select
    entity_changes.release_id,
    entity_changes.change,
    entity_changes.old_entity_id,
    entity_changes.old_name,
    entity_changes.new_entity_id,
    entities.canonical_name as new_name,
    entity_changes.reason,
    entity_changes.name_count
from ops.entity_changes
left join entities on entity_changes.new_entity_id = entities.entity_id
where entity_changes.old_entity_id = $id or entity_changes.new_entity_id = $id
order by entity_changes.release_id desc, entity_changes.name_count desc, entity_changes.old_entity_id asc
limit 20
