-- grain: one row per wording of a statement or quotation that says the same as a fuller one
with recursive links as (  -- noqa: PRS
    select
        'statement' as kind,
        claim_links.wording_id,
        claim_links.fuller_id,
        claim_links.agreement as nearness,
    from claim_links
    where claim_links.relation = 'same'
    union all
    select
        'quotation' as kind,
        quote_links.wording_id,
        quote_links.fuller_id,
        quote_links.shared_share as nearness,
    from quote_links
),

-- Each wording follows the fuller one that is nearest to it, up to the fullest: no wording joins two groups.
parents as (
    select
        links.kind,
        links.wording_id,
        arg_max(links.fuller_id, (links.nearness, links.fuller_id)) as parent_id,
    from links
    group by links.kind, links.wording_id
),

followed as (
    select
        parents.kind,
        parents.wording_id,
        parents.parent_id as root_id,
        1 as depth,
    from parents
    union all
    select
        followed.kind,
        followed.wording_id,
        parents.parent_id as root_id,
        followed.depth + 1 as depth,
    from followed
    inner join parents on followed.kind = parents.kind and followed.root_id = parents.wording_id
    where followed.depth < 20
)

select
    followed.kind,
    followed.wording_id,
    arg_max(followed.root_id, followed.depth) as root_id,
from followed
group by followed.kind, followed.wording_id
