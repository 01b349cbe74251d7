-- grain: one row per line about who is who: what it refers to now, and what becomes of it
with recursive keys as (  -- noqa: PRS
    select
        article_names.entity_key,
        article_names.name_entity_id as base_id,
        split_part(article_names.entity_key, '|', 1) as key_type,
        substring(article_names.entity_key, position('|' in article_names.entity_key) + 1) as name_norm,
    from article_names
    group by article_names.entity_key, article_names.name_entity_id
),

sides as (
    select
        judgements.judgement_id,
        'left' as side,
        judgements.left_id as entity_id,
        judgements.left_key as entity_key,
        judgements.left_version_id as article_version_id,
        judgements.left_name_norm as name_norm,
        judgements.is_left_one_article as is_one_article,
    from judgements
    where judgements.fault is null
    union all
    select
        judgements.judgement_id,
        'right' as side,
        judgements.right_id as entity_id,
        judgements.right_key as entity_key,
        judgements.right_version_id as article_version_id,
        judgements.right_name_norm as name_norm,
        judgements.is_right_one_article as is_one_article,
    from judgements
    where judgements.fault is null
),

-- The ids that article_entities makes of keys which a judgement has taken out.
apart as (
    select
        left(sha256('apart|' || sides.entity_key || '@' || sides.article_version_id), 32) as entity_id,
        sides.entity_key || '@' || sides.article_version_id as node,
        article_names.name_entity_id as base_id,
    from sides
    inner join article_names
        on
            sides.entity_key = article_names.entity_key
            and sides.article_version_id = article_names.article_version_id
    where sides.is_one_article
    union
    select
        left(sha256('apart|' || keys.entity_key), 32) as entity_id,
        keys.entity_key as node,
        min(keys.base_id) as base_id,
    from sides
    inner join keys on sides.entity_key = keys.entity_key
    where not sides.is_one_article
    group by keys.entity_key
    having count(distinct keys.base_id) = 1
),

known_ids as (
    select
        keys.base_id as entity_id,
        keys.base_id as node,
        keys.base_id,
    from keys
    union
    select
        own_entities.entity_id,
        own_entities.entity_id as node,
        own_entities.entity_id as base_id,
    from own_entities
    union
    select
        apart.entity_id,
        apart.node,
        apart.base_id,
    from apart
),

-- For whom the name stands: everywhere, or in the article that was named with it.
in_keys as (
    select
        sides.judgement_id,
        sides.side,
        min(keys.base_id) as base_id,
        count(distinct keys.base_id) as base_count,
        count(distinct keys.entity_key) as key_count,
        min(keys.entity_key) as entity_key,
    from sides
    inner join keys on sides.entity_key = keys.entity_key
    group by sides.judgement_id, sides.side
    union all
    select
        sides.judgement_id,
        sides.side,
        min(keys.base_id) as base_id,
        count(distinct keys.base_id) as base_count,
        count(distinct keys.entity_key) as key_count,
        min(keys.entity_key) as entity_key,
    from sides
    inner join keys on sides.name_norm = keys.name_norm
    where sides.entity_key is null
    group by sides.judgement_id, sides.side
),

in_articles as (
    select
        sides.judgement_id,
        sides.side,
        article_names.name_entity_id as base_id,
    from sides
    inner join article_names
        on
            sides.entity_key = article_names.entity_key
            and sides.article_version_id = article_names.article_version_id
),

-- An id stands as long as there is one; then the key, which outlives it; then the article that was named with the key.
resolved as (
    select
        sides.judgement_id,
        sides.side,
        case
            when sides.is_one_article
                then if(in_articles.base_id is null, null, sides.entity_key || '@' || sides.article_version_id)
            when known_ids.entity_id is not null then known_ids.node
            when in_keys.base_count = 1 and in_keys.key_count = 1 then in_keys.entity_key
            when in_keys.base_count = 1 then in_keys.base_id
            else in_articles.base_id
        end as node,
        case
            when sides.is_one_article then in_articles.base_id
            when known_ids.entity_id is not null then known_ids.base_id
            when in_keys.base_count = 1 then in_keys.base_id
            else in_articles.base_id
        end as base_id,
        coalesce(in_keys.base_count, 0) > 1 as is_ambiguous,
    from sides
    left join known_ids on sides.entity_id = known_ids.entity_id
    left join in_keys on sides.judgement_id = in_keys.judgement_id and sides.side = in_keys.side
    left join in_articles on sides.judgement_id = in_articles.judgement_id and sides.side = in_articles.side
),

paired as (
    select
        judgements.*,
        left_sides.node as left_node,
        left_sides.base_id as left_base_id,
        right_sides.node as right_node,
        right_sides.base_id as right_base_id,
        (left_sides.node is null and left_sides.is_ambiguous)
        or (right_sides.node is null and right_sides.is_ambiguous) as is_ambiguous,
    from judgements
    left join resolved as left_sides
        on judgements.judgement_id = left_sides.judgement_id and left_sides.side = 'left'
    left join resolved as right_sides
        on judgements.judgement_id = right_sides.judgement_id and right_sides.side = 'right'
),

-- Who judges a pair again, later, has changed their mind; what others say of it stays.
dated as (
    select
        paired.*,
        paired.judged_at < max(paired.judged_at) over (
            partition by
                paired.declared_in,
                paired.who,
                least(paired.left_node, paired.right_node),
                greatest(paired.left_node, paired.right_node)
        ) as is_older,
    from paired
),

sorted_out as (
    select
        dated.*,
        case
            when dated.fault is not null then 'unreadable'
            when dated.is_ambiguous then 'ambiguous'
            when dated.left_node is null or dated.right_node is null then 'unknown'
            when dated.is_older then 'superseded'
            when dated.verdict = 'unsure' then 'unsure'
            when dated.left_node = dated.right_node and dated.verdict = 'different' then 'ambiguous'
        end as early_state,
    from dated
),

edges as (
    select
        sorted_out.judgement_id,
        sorted_out.left_node,
        sorted_out.right_node,
    from sorted_out
    where sorted_out.early_state is null and sorted_out.verdict = 'same'
),

neighbours as (
    select
        edges.left_node as node,
        edges.right_node as other_node,
    from edges
    union
    select
        edges.right_node as node,
        edges.left_node as other_node,
    from edges
),

reached as (
    select distinct
        neighbours.node,
        neighbours.node as label,
    from neighbours
    union
    select
        neighbours.other_node as node,
        reached.label,
    from reached
    inner join neighbours on reached.node = neighbours.node and reached.label < neighbours.other_node
),

groups as (
    select
        reached.node,
        min(reached.label) as label,
    from reached
    group by reached.node
),

-- What is said to be one and said to be two: by a line, or because two own entities are two.
contradictions as (
    select
        sorted_out.judgement_id,
        sorted_out.left_node,
        sorted_out.right_node,
    from sorted_out
    inner join groups as left_groups on sorted_out.left_node = left_groups.node
    inner join groups as right_groups
        on sorted_out.right_node = right_groups.node and left_groups.label = right_groups.label
    where sorted_out.early_state is null and sorted_out.verdict = 'different'
    union all
    select
        null as judgement_id,
        left_groups.node as left_node,
        right_groups.node as right_node,
    from groups as left_groups
    inner join groups as right_groups on left_groups.label = right_groups.label and left_groups.node < right_groups.node
    inner join own_entities as left_own on left_groups.node = left_own.entity_id
    inner join own_entities as right_own on right_groups.node = right_own.entity_id
),

ends as (
    select contradictions.left_node as node
    from contradictions
    union
    select contradictions.right_node as node
    from contradictions
),

-- The shortest ways from one end to the other; longer ones than 12 lines are held back with their whole group.
walked as (
    select
        ends.node as start_node,
        ends.node,
        0 as line_count,
    from ends
    union
    select
        walked.start_node,
        neighbours.other_node as node,
        walked.line_count + 1 as line_count,
    from walked
    inner join neighbours on walked.node = neighbours.node
    where walked.line_count < 12
),

distances as (
    select
        walked.start_node,
        walked.node,
        min(walked.line_count) as line_count,
    from walked
    group by walked.start_node, walked.node
),

on_the_way as (
    select distinct
        edges.judgement_id,
        contradictions.left_node,
        contradictions.right_node,
    from contradictions
    inner join distances as whole
        on contradictions.left_node = whole.start_node and contradictions.right_node = whole.node
    inner join distances as from_left on contradictions.left_node = from_left.start_node
    inner join distances as from_right on contradictions.right_node = from_right.start_node
    inner join edges
        on
            (from_left.node = edges.left_node and from_right.node = edges.right_node)
            or (from_left.node = edges.right_node and from_right.node = edges.left_node)
    where from_left.line_count + 1 + from_right.line_count = whole.line_count
),

left_edges as (
    select
        edges.judgement_id,
        edges.left_node,
        edges.right_node,
    from edges
    anti join on_the_way on edges.judgement_id = on_the_way.judgement_id
),

left_neighbours as (
    select
        left_edges.left_node as node,
        left_edges.right_node as other_node,
    from left_edges
    union
    select
        left_edges.right_node as node,
        left_edges.left_node as other_node,
    from left_edges
),

left_reached as (
    select distinct
        left_neighbours.node,
        left_neighbours.node as label,
    from left_neighbours
    union
    select
        left_neighbours.other_node as node,
        left_reached.label,
    from left_reached
    inner join left_neighbours
        on left_reached.node = left_neighbours.node and left_reached.label < left_neighbours.other_node
),

left_groups as (
    select
        left_reached.node,
        min(left_reached.label) as label,
    from left_reached
    group by left_reached.node
),

-- What other ways still join after that is held back as a whole.
still_joined as (
    select
        contradictions.left_node,
        contradictions.right_node,
        one.label,
    from contradictions
    inner join left_groups as one on contradictions.left_node = one.node
    inner join left_groups as other on contradictions.right_node = other.node and one.label = other.label
),

held as (
    select
        on_the_way.judgement_id,
        on_the_way.left_node,
        on_the_way.right_node,
    from on_the_way
    union
    select
        left_edges.judgement_id,
        still_joined.left_node,
        still_joined.right_node,
    from still_joined
    inner join left_groups on still_joined.label = left_groups.label
    inner join left_edges on left_groups.node = left_edges.left_node
    union
    select
        contradictions.judgement_id,
        contradictions.left_node,
        contradictions.right_node,
    from contradictions
    where contradictions.judgement_id is not null
),

lines as (
    select
        held.left_node,
        held.right_node,
        string_agg(
            distinct judgements.declared_in || ' ' || judgements.line_no, ', '
            order by judgements.declared_in || ' ' || judgements.line_no
        ) as lines,
    from held
    inner join judgements on held.judgement_id = judgements.judgement_id
    group by held.left_node, held.right_node
),

conflicts as (
    select
        held.judgement_id,
        min(lines.lines) as lines,
    from held
    inner join lines on held.left_node = lines.left_node and held.right_node = lines.right_node
    group by held.judgement_id
)

select
    sorted_out.judgement_id,
    sorted_out.declared_in,
    sorted_out.line_no,
    sorted_out.left_text,
    sorted_out.right_text,
    sorted_out.verdict,
    sorted_out.who,
    sorted_out.why,
    sorted_out.judged_at,
    if(conflicts.judgement_id is null, coalesce(sorted_out.early_state, 'applied'), 'conflict') as state,
    case
        when conflicts.judgement_id is not null then 'These lines contradict each other: ' || conflicts.lines
        when sorted_out.early_state = 'unreadable' then sorted_out.fault
        when sorted_out.early_state = 'ambiguous'
            then 'The name stands for several; give an id, or the name in one article as key@article_version_id'
        when sorted_out.early_state = 'unknown'
            then
                'No article names '
                || if(sorted_out.left_node is null, sorted_out.left_text, sorted_out.right_text)
        when sorted_out.early_state = 'superseded' then 'The same person judged this pair again, later'
        when sorted_out.early_state = 'unsure' then 'It joins nothing and keeps nothing apart'
    end as state_text,
    sorted_out.left_node,
    sorted_out.left_base_id,
    sorted_out.right_node,
    sorted_out.right_base_id,
from sorted_out
left join conflicts on sorted_out.judgement_id = conflicts.judgement_id
