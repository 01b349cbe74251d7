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

told as (
    select
        newest.article_id,
        newest.source_id,
        row_number() over (order by newest.article_id asc) as article_no,
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
),

placed as (
    select
        told.article_no,
        told.source_id,
        unnest(range(65)) as place,
        unnest(list_append(told.minhash, hash(told.opening_sha256))) as minimum,
    from told
),

-- Minima of a source by place, as one number each; the opening is the 65th.
minima as (
    select
        placed.article_no,
        placed.place,
        hash(placed.source_id, placed.place, placed.minimum) as minimum,
    from placed
),

repeated as (
    select minima.minimum
    from minima
    group by minima.minimum
    having count(*) >= 3
),

-- Three draws of what an article tells: two articles have the same draw with the share of their figures in common.
drawn as (
    select
        told.article_no,
        list_min(list_transform(told.facts, lambda fact: hash(fact, 1))) as first_draw,  -- noqa: RF03
        list_min(list_transform(told.facts, lambda fact: hash(fact, 2))) as second_draw,  -- noqa: RF03
        list_min(list_transform(told.facts, lambda fact: hash(fact, 3))) as third_draw,  -- noqa: RF03
    from told
),

repeated_minima as materialized (
    select
        minima.article_no,
        minima.place,
        minima.minimum,
    from minima
    inner join repeated on minima.minimum = repeated.minimum
),

-- What one source prints in three articles that tell different things is its template or its standing background.
standing as (
    select repeated_minima.minimum
    from repeated_minima
    inner join drawn on repeated_minima.article_no = drawn.article_no
    group by repeated_minima.minimum
    having
        list_sort([
            count(distinct drawn.first_draw), count(distinct drawn.second_draw), count(distinct drawn.third_draw)
        ])[2] >= 3
),

counted as (
    select
        repeated_minima.article_no,
        count(*) filter (where repeated_minima.place < 64) / 64 as repeated_share,
        coalesce(
            list_sort(list(repeated_minima.place) filter (where repeated_minima.place < 64)), []
        )::integer[] as repeated_places,
        bool_or(repeated_minima.place = 64) as is_opening_repeated,
    from repeated_minima
    inner join standing on repeated_minima.minimum = standing.minimum
    group by repeated_minima.article_no
)

select
    told.article_id,
    told.source_id,
    counted.repeated_share,
    counted.repeated_places,
    counted.is_opening_repeated,
from counted
inner join told on counted.article_no = told.article_no
