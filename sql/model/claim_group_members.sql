-- grain: one row per statement of a group: a statement that others make too, in the same words or in others
with grouped as (
    select
        claim_tellings.claim_id,
        claim_tellings.wording_id,
        coalesce(wording_roots.root_id, claim_tellings.wording_id) as root_id,
        claim_tellings.article_id,
    from claim_tellings
    left join wording_roots
        on claim_tellings.wording_id = wording_roots.wording_id and wording_roots.kind = 'statement'
    -- "I did" says the same nowhere, but where it is a part of what is quoted elsewhere.
    where
        len(claim_tellings.terms) >= 3
        or (len(claim_tellings.terms) = 2 and len(claim_tellings.figures) > 0)
        or wording_roots.wording_id is not null
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
