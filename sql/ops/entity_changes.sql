-- grain: one row per entity of the release before whose names moved, and where to
with same_place as (
    select
        old_article_entities.entity_id as old_entity_id,
        article_entities.entity_id as new_entity_id,
        count(*) as name_count,
        mode(article_entities.rule order by article_entities.rule) as new_rule,
        mode(old_article_entities.rule order by old_article_entities.rule) as old_rule,
        min(article_entities.judgement_id) as judgement_id,
    from old_article_entities
    inner join article_entities
        on
            old_article_entities.article_version_id = article_entities.article_version_id
            and old_article_entities.entity_key = article_entities.entity_key
    group by old_article_entities.entity_id, article_entities.entity_id
),

old_ids as (
    select distinct old_article_entities.entity_id
    from old_article_entities
),

new_ids as (
    select distinct article_entities.entity_id
    from article_entities
),

-- Articles that were all read anew have other versions; their names are the same.
lost_ids as (
    select old_ids.entity_id
    from old_ids
    anti join same_place on old_ids.entity_id = same_place.old_entity_id
    anti join new_ids on old_ids.entity_id = new_ids.entity_id
),

lost_keys as (
    select distinct
        old_article_entities.entity_id as old_entity_id,
        old_article_entities.entity_key,
        old_article_entities.rule,
    from old_article_entities
    inner join lost_ids on old_article_entities.entity_id = lost_ids.entity_id
),

same_key as (
    select
        lost_keys.old_entity_id,
        article_entities.entity_id as new_entity_id,
        count(*) as name_count,
        mode(article_entities.rule order by article_entities.rule) as new_rule,
        mode(lost_keys.rule order by lost_keys.rule) as old_rule,
        min(article_entities.judgement_id) as judgement_id,
    from lost_keys
    inner join article_entities on lost_keys.entity_key = article_entities.entity_key
    group by lost_keys.old_entity_id, article_entities.entity_id
),

places as (
    select * from same_place
    union all
    select * from same_key
),

counted as (
    select
        places.*,
        count(*) over (partition by places.old_entity_id) as new_count,
        count(*) over (partition by places.new_entity_id) as old_count,
    from places
),

moved as (
    select
        counted.old_entity_id,
        case
            when counted.new_count > 1 then 'split'
            when counted.old_count > 1 or old_ids.entity_id is not null then 'merged'
            else 'renamed'
        end as change,
        counted.new_entity_id,
        if(
            counted.old_rule in ('judgement', 'alias', 'own_entity') and counted.judgement_id is null,
            'withdrawn',
            counted.new_rule
        ) as reason,
        counted.judgement_id,
        counted.name_count,
    from counted
    left join old_ids on counted.new_entity_id = old_ids.entity_id
    where counted.old_entity_id <> counted.new_entity_id
    union all
    select
        lost_ids.entity_id as old_entity_id,
        'gone' as change,
        null as new_entity_id,
        'no_article' as reason,
        null as judgement_id,
        0 as name_count,
    from lost_ids
    anti join same_key on lost_ids.entity_id = same_key.old_entity_id
)

select
    moved.old_entity_id,
    old_entities.canonical_name as old_name,
    old_entities.entity_type as old_type,
    moved.change,
    moved.new_entity_id,
    moved.reason,
    moved.judgement_id,
    moved.name_count,
    new_ids.entity_id is not null as is_old_id_in_use,
from moved
left join old_entities on moved.old_entity_id = old_entities.entity_id
left join new_ids on moved.old_entity_id = new_ids.entity_id
