-- Which entities go by a name: `from entities_named('EU')` takes any name, short or long, without regard to case, accents and a leading "the".
-- needs: entities, entity_aliases
create macro entities_named(wanted_name) as table
    select distinct
        entities.entity_id,
        entities.canonical_name,
        entities.entity_type,
    from entities
    inner join entity_aliases on entities.entity_id = entity_aliases.entity_id
    where
        strip_accents(entity_aliases.name_norm)
        = regexp_replace(trim(strip_accents(lower(wanted_name))), '^the\s+', '');
