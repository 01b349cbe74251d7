-- grain: one row per statement of a group: a statement that others make too, in the same words or in others
with recursive parents as (  -- noqa: PRS
    select
        claim_links.wording_id,
        arg_max(claim_links.fuller_id, (claim_links.agreement, claim_links.fuller_id)) as parent_id,
    from claim_links
    where claim_links.relation = 'same'
    group by claim_links.wording_id
),

-- Each wording follows the fuller one that is nearest to it, up to the fullest: no wording joins two groups.
followed as (
    select
        parents.wording_id,
        parents.parent_id as root_id,
        1 as depth,
    from parents
    union all
    select
        followed.wording_id,
        parents.parent_id as root_id,
        followed.depth + 1 as depth,
    from followed
    inner join parents on followed.root_id = parents.wording_id
    where followed.depth < 20
),

roots as (
    select
        followed.wording_id,
        arg_max(followed.root_id, followed.depth) as root_id,
    from followed
    group by followed.wording_id
),

grouped as (
    select
        claim_tellings.claim_id,
        claim_tellings.wording_id,
        coalesce(roots.root_id, claim_tellings.wording_id) as root_id,
        claim_tellings.article_id,
    from claim_tellings
    left join roots on claim_tellings.wording_id = roots.wording_id
    -- "I did" says the same nowhere.
    where len(claim_tellings.terms) >= 3 or (len(claim_tellings.terms) = 2 and len(claim_tellings.figures) > 0)
),

contradicted as (
    select claim_links.fuller_id as wording_id
    from claim_links
    where claim_links.relation != 'same'
    union
    select claim_links.wording_id
    from claim_links
    where claim_links.relation != 'same'
)

select
    grouped.claim_id,
    grouped.root_id as claim_group_id,
    grouped.wording_id,
from grouped
left join contradicted on grouped.wording_id = contradicted.wording_id
-- A statement of one article that nobody contradicts is a group of its own and left out.
qualify
    count(distinct grouped.article_id) over (partition by grouped.root_id) > 1
    or max((contradicted.wording_id is not null)::int) over (partition by grouped.root_id) = 1
