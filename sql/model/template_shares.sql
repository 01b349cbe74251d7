-- grain: one row per article of which its source repeats a part in articles that tell something else
with newest as (
    select
        articles.article_id,
        articles.article_version_id,
        articles.source_id,
    from articles
    qualify row_number() over (
        partition by articles.article_id
        order by articles.captured_at desc, articles.article_version_id desc
    ) = 1
),

-- Three draws of what an article tells: two articles have the same draw with the share of their figures in common.
drawn as (
    select
        told.article_id,
        told.source_id,
        told.minhash,
        told.opening_sha256,
        list_min(list_transform(told.facts, lambda fact: hash(fact, 1))) as first_draw,  -- noqa: RF03
        list_min(list_transform(told.facts, lambda fact: hash(fact, 2))) as second_draw,  -- noqa: RF03
        list_min(list_transform(told.facts, lambda fact: hash(fact, 3))) as third_draw,  -- noqa: RF03
    from (
        select
            newest.article_id,
            newest.source_id,
            signatures.minhash,
            signatures.opening_sha256,
            if(
                len(signatures.figure_hashes) >= 3,
                signatures.figure_hashes,
                list_concat(signatures.figure_hashes, signatures.name_hashes)
            ) as facts,
        from newest
        inner join signatures on newest.article_version_id = signatures.article_version_id
        where signatures.shingle_count >= 20
    ) as told
),

-- Minima by place; the opening is the 65th.
minima as (
    select
        drawn.article_id,
        drawn.source_id,
        unnest(range(65)) as place,
        unnest(list_append(drawn.minhash, hash(drawn.opening_sha256))) as minimum,
        drawn.first_draw,
        drawn.second_draw,
        drawn.third_draw,
    from drawn
),

repeated as (
    select
        minima.source_id,
        minima.place,
        minima.minimum,
    from minima
    group by minima.source_id, minima.place, minima.minimum
    having count(*) >= 3
),

-- What one source prints in three articles that tell different things is its template or its standing background.
standing as (
    select
        minima.source_id,
        minima.place,
        minima.minimum,
    from minima
    inner join repeated
        on
            minima.source_id = repeated.source_id
            and minima.place = repeated.place
            and minima.minimum = repeated.minimum
    group by minima.source_id, minima.place, minima.minimum
    having
        list_sort([
            count(distinct minima.first_draw), count(distinct minima.second_draw), count(distinct minima.third_draw)
        ])[2] >= 3
)

select
    minima.article_id,
    any_value(minima.source_id) as source_id,
    count(*) filter (where minima.place < 64) / 64 as repeated_share,
    coalesce(list_sort(list(minima.place) filter (where minima.place < 64)), [])::integer[] as repeated_places,
    bool_or(minima.place = 64) as is_opening_repeated,
from minima
inner join standing
    on
        minima.source_id = standing.source_id
        and minima.place = standing.place
        and minima.minimum = standing.minimum
group by minima.article_id
