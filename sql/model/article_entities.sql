-- grain: one row per entity key of an article version: the entity that the name stands for there
with recursive applied as (  -- noqa: PRS
    select
        entity_judgements.judgement_id,
        case entity_judgements.declared_in
            when 'judgements.csv' then 'judgement'
            when 'aliases.csv' then 'alias'
            else 'own_entity'
        end as rule,
        entity_judgements.verdict,
        entity_judgements.left_node,
        entity_judgements.left_base_id,
        entity_judgements.right_node,
        entity_judgements.right_base_id,
    from entity_judgements
    where entity_judgements.state = 'applied'
),

-- What judgements speak of: entities as names make them, keys within these, and keys in one article.
spoken_of as (
    select
        applied.left_node as node,
        applied.left_base_id as base_id,
    from applied
    union
    select
        applied.right_node as node,
        applied.right_base_id as base_id,
    from applied
),

nodes as (
    select
        spoken_of.node,
        spoken_of.base_id,
        case
            when spoken_of.node = spoken_of.base_id then null
            when regexp_matches(spoken_of.node, '@[0-9a-f]{32}$') then left(spoken_of.node, length(spoken_of.node) - 33)
            else spoken_of.node
        end as entity_key,
        if(
            spoken_of.node <> spoken_of.base_id and regexp_matches(spoken_of.node, '@[0-9a-f]{32}$'),
            right(spoken_of.node, 32),
            null
        ) as article_version_id,
    from spoken_of
    union
    select
        spoken_of.base_id as node,
        spoken_of.base_id,
        null as entity_key,
        null as article_version_id,
    from spoken_of
),

-- What names alone join: a key to its entity, and a key in one article to that key.
by_name as (
    select
        nodes.node,
        coalesce(keys.node, nodes.base_id) as parent_node,
        if(nodes.article_version_id is null, 1, 2) as depth,
    from nodes
    left join nodes as keys
        on
            nodes.article_version_id is not null
            and nodes.entity_key = keys.node
            and nodes.base_id = keys.base_id
    where nodes.entity_key is not null
),

said_to_be_one as (
    select
        applied.left_node as node,
        applied.right_node as other_node,
    from applied
    where applied.verdict = 'same'
    union
    select
        applied.right_node as node,
        applied.left_node as other_node,
    from applied
    where applied.verdict = 'same'
),

reached as (
    select
        nodes.node,
        nodes.node as label,
    from nodes
    union
    select
        said_to_be_one.other_node as node,
        reached.label,
    from reached
    inner join said_to_be_one
        on reached.node = said_to_be_one.node and reached.label < said_to_be_one.other_node
),

-- What judgements join without any help of names: a sure group each.
sure as (
    select
        reached.node,
        min(reached.label) as sure_id,
    from reached
    group by reached.node
),

name_links as (
    select distinct
        children.sure_id,
        parents.sure_id as parent_sure_id,
    from by_name
    inner join sure as children on by_name.node = children.node
    inner join sure as parents on by_name.parent_node = parents.node
    where children.sure_id <> parents.sure_id
),

linked_both_ways as (
    select
        name_links.sure_id,
        name_links.parent_sure_id as other_sure_id,
    from name_links
    union
    select
        name_links.parent_sure_id as sure_id,
        name_links.sure_id as other_sure_id,
    from name_links
),

joined as (
    select distinct
        sure.sure_id,
        sure.sure_id as label,
    from sure
    union
    select
        linked_both_ways.other_sure_id as sure_id,
        joined.label,
    from joined
    inner join linked_both_ways
        on joined.sure_id = linked_both_ways.sure_id and joined.label < linked_both_ways.other_sure_id
),

groups as (
    select
        joined.sure_id,
        min(joined.label) as label,
    from joined
    group by joined.sure_id
),

own_groups as (
    select distinct
        groups.sure_id,
        groups.label,
    from groups
    inner join sure on groups.sure_id = sure.sure_id
    inner join own_entities on sure.node = own_entities.entity_id
),

linked as (
    select distinct name_links.sure_id
    from name_links
),

-- Two own entities are always two.
said_to_be_two as (
    select
        applied.judgement_id,
        applied.rule,
        left_sure.sure_id as left_sure_id,
        right_sure.sure_id as right_sure_id,
        coalesce(left_names.depth, 0) > coalesce(right_names.depth, 0) as is_left_finer,
        coalesce(left_names.depth, 0) < coalesce(right_names.depth, 0) as is_right_finer,
    from applied
    inner join sure as left_sure on applied.left_node = left_sure.node
    inner join sure as right_sure on applied.right_node = right_sure.node
    left join by_name as left_names on applied.left_node = left_names.node
    left join by_name as right_names on applied.right_node = right_names.node
    where applied.verdict = 'different'
    union all
    select
        null as judgement_id,
        'own_entity' as rule,
        left_own.sure_id as left_sure_id,
        right_own.sure_id as right_sure_id,
        false as is_left_finer,
        false as is_right_finer,
    from own_groups as left_own
    inner join own_groups as right_own
        on left_own.label = right_own.label and left_own.sure_id <> right_own.sure_id
),

-- First what is coarse against what is fine, for that leaves no doubt which side is the odd one.
uneven as (
    select
        said_to_be_two.judgement_id,
        said_to_be_two.rule,
        if(said_to_be_two.is_left_finer, said_to_be_two.left_sure_id, said_to_be_two.right_sure_id) as cut_sure_id,
    from said_to_be_two
    inner join groups as left_groups on said_to_be_two.left_sure_id = left_groups.sure_id
    inner join groups as right_groups
        on said_to_be_two.right_sure_id = right_groups.sure_id and left_groups.label = right_groups.label
    where said_to_be_two.is_left_finer or said_to_be_two.is_right_finer
),

links_of_even as (
    select
        name_links.sure_id,
        name_links.parent_sure_id,
    from name_links
    anti join uneven on name_links.sure_id = uneven.cut_sure_id
),

even_both_ways as (
    select
        links_of_even.sure_id,
        links_of_even.parent_sure_id as other_sure_id,
    from links_of_even
    union
    select
        links_of_even.parent_sure_id as sure_id,
        links_of_even.sure_id as other_sure_id,
    from links_of_even
),

joined_even as (
    select
        groups.sure_id,
        groups.sure_id as label,
    from groups
    union
    select
        even_both_ways.other_sure_id as sure_id,
        joined_even.label,
    from joined_even
    inner join even_both_ways
        on joined_even.sure_id = even_both_ways.sure_id and joined_even.label < even_both_ways.other_sure_id
),

groups_even as (
    select
        joined_even.sure_id,
        min(joined_even.label) as label,
    from joined_even
    group by joined_even.sure_id
),

even as (
    select
        said_to_be_two.judgement_id,
        said_to_be_two.rule,
        said_to_be_two.left_sure_id,
        said_to_be_two.right_sure_id,
    from said_to_be_two
    inner join groups_even as left_groups on said_to_be_two.left_sure_id = left_groups.sure_id
    inner join groups_even as right_groups
        on said_to_be_two.right_sure_id = right_groups.sure_id and left_groups.label = right_groups.label
),

pair_counts as (
    select
        sides.sure_id,
        count(*) as pair_count,
    from (
        select even.left_sure_id as sure_id from even
        union all
        select even.right_sure_id as sure_id from even
    ) as sides
    group by sides.sure_id
),

-- Of two alike, the one that is said to be another in more pairs is the odd one, else the right one.
violated as (
    select
        uneven.judgement_id,
        uneven.rule,
        uneven.cut_sure_id,
    from uneven
    union all
    select
        even.judgement_id,
        even.rule,
        if(
            left_links.sure_id is not null
            and (right_links.sure_id is null or left_counts.pair_count > right_counts.pair_count),
            even.left_sure_id,
            even.right_sure_id
        ) as cut_sure_id,
    from even
    inner join pair_counts as left_counts on even.left_sure_id = left_counts.sure_id
    inner join pair_counts as right_counts on even.right_sure_id = right_counts.sure_id
    left join linked as left_links on even.left_sure_id = left_links.sure_id
    left join linked as right_links on even.right_sure_id = right_links.sure_id
),

kept_links as (
    select
        name_links.sure_id,
        name_links.parent_sure_id,
    from name_links
    anti join violated on name_links.sure_id = violated.cut_sure_id
),

kept_both_ways as (
    select
        kept_links.sure_id,
        kept_links.parent_sure_id as other_sure_id,
    from kept_links
    union
    select
        kept_links.parent_sure_id as sure_id,
        kept_links.sure_id as other_sure_id,
    from kept_links
),

joined_again as (
    select
        groups.sure_id,
        groups.sure_id as label,
    from groups
    union
    select
        kept_both_ways.other_sure_id as sure_id,
        joined_again.label,
    from joined_again
    inner join kept_both_ways
        on joined_again.sure_id = kept_both_ways.sure_id and joined_again.label < kept_both_ways.other_sure_id
),

groups_again as (
    select
        joined_again.sure_id,
        min(joined_again.label) as label,
    from joined_again
    group by joined_again.sure_id
),

-- Where names join by yet another way what is said to be two, names join nothing there.
still_violated as (
    select
        left_groups.label,
        min(said_to_be_two.judgement_id) as judgement_id,
        min(said_to_be_two.rule) as rule,
    from said_to_be_two
    inner join groups_again as left_groups on said_to_be_two.left_sure_id = left_groups.sure_id
    inner join groups_again as right_groups
        on said_to_be_two.right_sure_id = right_groups.sure_id and left_groups.label = right_groups.label
    group by left_groups.label
),

final_groups as (
    select
        groups_again.sure_id,
        if(still_violated.label is null, groups_again.label, groups_again.sure_id) as label,
    from groups_again
    left join still_violated on groups_again.label = still_violated.label
),

cut_by as (
    select
        violated.cut_sure_id as sure_id,
        violated.judgement_id,
        violated.rule,
    from violated
    union all
    select
        groups_again.sure_id,
        still_violated.judgement_id,
        still_violated.rule,
    from groups_again
    inner join still_violated on groups_again.label = still_violated.label
),

reasons as (
    select
        final_groups.label,
        applied.judgement_id,
        applied.rule,
        -- A person's verdict before their list of aliases, and that before their list of entities.
        case applied.rule when 'judgement' then 1 when 'alias' then 2 else 3 end as reason_order,
    from applied
    inner join sure on applied.left_node = sure.node
    inner join final_groups on sure.sure_id = final_groups.sure_id
    where applied.verdict = 'same'
    union all
    select
        final_groups.label,
        cut_by.judgement_id,
        cut_by.rule,
        4 as reason_order,
    from cut_by
    inner join final_groups on cut_by.sure_id = final_groups.sure_id
),

first_reasons as (
    select
        reasons.label,
        reasons.judgement_id,
        reasons.rule,
    from reasons
    qualify row_number() over (
        partition by reasons.label
        order by reasons.reason_order, reasons.judgement_id nulls last, reasons.rule
    ) = 1
),

base_types as (
    select
        article_names.name_entity_id as base_id,
        min(article_names.entity_type) as entity_type,
    from article_names
    where article_names.name_entity_id in (select nodes.base_id from nodes)
    group by article_names.name_entity_id
),

-- The id of an own entity, else that of the first entity by name, else one made of the key that was taken out.
judged as (
    select
        final_groups.label,
        coalesce(
            min(own_entities.entity_id),
            min(nodes.base_id) filter (where nodes.entity_key is null),
            left(sha256('apart|' || min(nodes.node)), 32)
        ) as entity_id,
        coalesce(
            arg_min(own_entities.entity_type, own_entities.entity_id)
            filter (where own_entities.entity_type is not null),
            arg_min(base_types.entity_type, nodes.base_id)
            filter (where nodes.entity_key is null and base_types.entity_type is not null),
            arg_min(base_types.entity_type, nodes.base_id) filter (where base_types.entity_type is not null)
        ) as entity_type,
    from final_groups
    inner join sure on final_groups.sure_id = sure.sure_id
    inner join nodes on sure.node = nodes.node
    left join own_entities on nodes.node = own_entities.entity_id
    left join base_types on nodes.base_id = base_types.base_id
    group by final_groups.label
),

judged_nodes as (
    select
        nodes.node,
        nodes.base_id,
        nodes.entity_key,
        nodes.article_version_id,
        judged.entity_id,
        judged.entity_type,
        first_reasons.judgement_id,
        first_reasons.rule,
    from nodes
    inner join sure on nodes.node = sure.node
    inner join final_groups on sure.sure_id = final_groups.sure_id
    inner join judged on final_groups.label = judged.label
    left join first_reasons on final_groups.label = first_reasons.label
)

select
    article_names.article_version_id,
    article_names.entity_key,
    coalesce(
        in_article.entity_id, by_key.entity_id, by_entity.entity_id, article_names.name_entity_id
    ) as entity_id,
    coalesce(
        in_article.entity_type, by_key.entity_type, by_entity.entity_type, article_names.entity_type
    ) as entity_type,
    case
        when in_article.node is not null then coalesce(in_article.rule, article_names.rule)
        when by_key.node is not null then coalesce(by_key.rule, article_names.rule)
        else coalesce(by_entity.rule, article_names.rule)
    end as rule,
    case
        when in_article.node is not null then in_article.judgement_id
        when by_key.node is not null then by_key.judgement_id
        else by_entity.judgement_id
    end as judgement_id,
from article_names
left join judged_nodes as in_article
    on
        article_names.entity_key = in_article.entity_key
        and article_names.article_version_id = in_article.article_version_id
left join judged_nodes as by_key
    on
        article_names.entity_key = by_key.entity_key
        and article_names.name_entity_id = by_key.base_id
        and by_key.article_version_id is null
left join judged_nodes as by_entity
    on article_names.name_entity_id = by_entity.base_id and by_entity.entity_key is null
