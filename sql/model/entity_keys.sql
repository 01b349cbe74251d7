-- grain: one row per entity key: the names that articles join, resolved across articles
with keys as (
    select
        mentions.entity_key,
        split_part(mentions.entity_key, '|', 1) as key_type,
        substring(mentions.entity_key, position('|' in mentions.entity_key) + 1) as full_name_norm,
        count(*) as mention_count,
    from mentions
    where not mentions.is_boilerplate
    group by mentions.entity_key
),

typed as (
    select
        keys.entity_key,
        keys.key_type,
        keys.full_name_norm,
        keys.mention_count,
        first_value(keys.key_type) over name_order as main_type,
        max(keys.mention_count) over same_name as main_count,
        sum(keys.mention_count) over same_name as name_count,
    from keys
    window
        same_name as (partition by keys.full_name_norm),
        name_order as (partition by keys.full_name_norm order by keys.mention_count desc, keys.key_type asc)
),

-- A type that less than a quarter of a name's mentions have is taken for a slip of the tagger.
resolved as (
    select
        typed.entity_key,
        typed.full_name_norm,
        typed.key_type,
        typed.mention_count,
        if(typed.main_count >= 0.75 * typed.name_count, typed.main_type, typed.key_type) as entity_type,
    from typed
)

select
    resolved.entity_key,
    left(sha256(resolved.entity_type || '|' || resolved.full_name_norm), 32) as entity_id,
    resolved.entity_type,
    resolved.full_name_norm,
    if(resolved.entity_type = resolved.key_type, 'same_name', 'main_type') as rule,
    resolved.mention_count,
from resolved
