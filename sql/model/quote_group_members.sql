-- grain: one row per quotation of a group: a quotation that was printed more than once, in the same words or edited
with grouped as (
    select
        quotations.claim_id,
        quotations.article_id,
        quotations.wording_id,
        quotations.quote_norm,
        coalesce(wording_roots.root_id, quotations.wording_id) as root_id,
    from quotations
    left join wording_roots
        on quotations.wording_id = wording_roots.wording_id and wording_roots.kind = 'quotation'
),

fullest as (
    select
        grouped.wording_id,
        any_value(grouped.quote_norm) as quote_norm,
        string_split(any_value(grouped.quote_norm), ' ') as tokens,
    from grouped
    group by grouped.wording_id
)

select
    grouped.claim_id,
    grouped.root_id as quote_group_id,
    grouped.wording_id,
    grouped.quote_norm,
    fullest.quote_norm = grouped.quote_norm as is_fullest,
    -- sqlfluff takes the name in a lambda for a column.
    list_filter(fullest.tokens, lambda word: not list_contains(string_split(grouped.quote_norm, ' '), word)) as removed_words, -- noqa: RF02,RF03,LT05
    list_filter(string_split(grouped.quote_norm, ' '), lambda word: not list_contains(fullest.tokens, word)) as added_words, -- noqa: RF02,RF03,LT05
from grouped
inner join fullest on grouped.root_id = fullest.wording_id
qualify count(distinct grouped.article_id) over (partition by grouped.root_id) > 1
