-- The names it goes by.
select
    entity_aliases.surface,
    entity_aliases.mention_count,
    entity_aliases.version_count,
    entity_aliases.first_captured_on
from entity_aliases
where entity_aliases.entity_id = $id
order by entity_aliases.mention_count desc, entity_aliases.surface asc
limit 50
