-- Which entities judgements speak of, as the release has them.
with nodes as (
    select
        entity_judgements.judgement_id,
        unnest([entity_judgements.left_node, entity_judgements.right_node]) as node,
        unnest([entity_judgements.left_base_id, entity_judgements.right_base_id]) as base_id
    from entity_judgements
    where entity_judgements.left_node is not null and entity_judgements.declared_in <> 'entities.csv'
),

places as (
    select
        nodes.judgement_id,
        nodes.node,
        mode(article_entities.entity_id order by article_entities.entity_id) as entity_id
    from nodes
    inner join article_names on nodes.base_id = article_names.name_entity_id
    inner join article_entities
        on
            article_names.article_version_id = article_entities.article_version_id
            and article_names.entity_key = article_entities.entity_key
    where
        nodes.node = nodes.base_id
        or nodes.node = article_names.entity_key
        or nodes.node = article_names.entity_key || '@' || article_names.article_version_id
    group by nodes.judgement_id, nodes.node
),

pairs as (
    select
        places.judgement_id,
        min(places.entity_id) as one_id,
        max(places.entity_id) as other_id
    from places
    group by places.judgement_id
)

select
    entity_judgements.judgement_id,
    pairs.one_id,
    pairs.other_id,
    entity_judgements.declared_in,
    entity_judgements.line_no,
    entity_judgements.left_text,
    entity_judgements.right_text,
    entity_judgements.verdict,
    entity_judgements.who,
    entity_judgements.why,
    entity_judgements.state,
    entity_judgements.state_text
from pairs
inner join entity_judgements on pairs.judgement_id = entity_judgements.judgement_id
order by entity_judgements.declared_in, entity_judgements.line_no
