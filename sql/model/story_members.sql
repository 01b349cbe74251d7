-- grain: one row per article (its newest version), with the story it belongs to
with recursive newest as (
    select
        articles.article_id,
        articles.article_version_id,
        articles.source_id,
        articles.syndication_credit,
        coalesce(articles.published_at, articles.captured_at) as reported_at,
        signatures.story_text_sha256,
        signatures.opening_sha256,
        signatures.shingle_count,
        signatures.minhash,
    from articles
    left join signatures on articles.article_version_id = signatures.article_version_id
    qualify row_number() over (
        partition by articles.article_id
        order by articles.captured_at desc, articles.article_version_id desc
    ) = 1
),

-- Sixteen bands of four minima: two texts that share 80 % of their shingles meet in one of them but 1 in 5,000 times.
bands as (
    select
        newest.article_id,
        newest.minhash,
        newest.reported_at,
        bands.band,
        hash(bands.band, newest.minhash[bands.band * 4 + 1 : bands.band * 4 + 4]) as band_key,
    from newest
    cross join (select unnest(range(16)) as band) as bands
    where newest.shingle_count >= 20
),

-- Each article is compared with the one before it and the first in its band, so a wide-spread text costs no square.
band_neighbours as (
    select
        bands.article_id,
        bands.minhash,
        lag(bands.article_id) over band_order as before_article_id,
        lag(bands.minhash) over band_order as before_minhash,
        first_value(bands.article_id) over band_order as first_article_id,
        first_value(bands.minhash) over band_order as first_minhash,
    from bands
    window band_order as (partition by bands.band, bands.band_key order by bands.reported_at, bands.article_id)
),

compared as (
    select distinct
        band_neighbours.article_id,
        band_neighbours.before_article_id as other_article_id,
        list_sum([(pair[1] = pair[2])::integer for pair in list_zip(minhash, before_minhash)]) / 64 as shared_share,
    from band_neighbours
    where band_neighbours.before_article_id is not null
    union
    select distinct
        band_neighbours.article_id,
        band_neighbours.first_article_id as other_article_id,
        list_sum([(pair[1] = pair[2])::integer for pair in list_zip(minhash, first_minhash)]) / 64 as shared_share,
    from band_neighbours
    where band_neighbours.first_article_id != band_neighbours.article_id
),

-- A shared opening of 40 words tells a copy that was cut or continued; shorter texts must be equal.
openings as (
    select
        newest.article_id,
        first_value(newest.article_id) over (
            partition by newest.opening_sha256, newest.shingle_count >= 36,
            if(newest.shingle_count >= 36, null, newest.story_text_sha256)
            order by newest.reported_at, newest.article_id
        ) as other_article_id,
    from newest
    where newest.shingle_count > 0
),

links as (
    select
        compared.article_id,
        compared.other_article_id,
    from compared
    where compared.shared_share >= 0.8
    union
    select
        openings.article_id,
        openings.other_article_id,
    from openings
    where openings.article_id != openings.other_article_id
),

neighbours as (
    select
        links.article_id,
        links.other_article_id,
    from links
    union
    select
        links.other_article_id as article_id,
        links.article_id as other_article_id,
    from links
),

-- Connected articles take over the smallest id among them.
components(article_id, root_id) using key (article_id) as (
    select
        newest.article_id,
        newest.article_id as root_id,
    from newest
    union
    select
        neighbours.other_article_id as article_id,
        min(components.root_id) as root_id,
    from components
    inner join neighbours on components.article_id = neighbours.article_id
    inner join recurring.components as known on neighbours.other_article_id = known.article_id
    where components.root_id < known.root_id
    group by neighbours.other_article_id
),

ranked as (
    select
        newest.article_id,
        newest.article_version_id,
        newest.source_id,
        newest.syndication_credit,
        newest.reported_at,
        newest.opening_sha256,
        newest.minhash,
        first_value(newest.article_id) over story_order as origin_article_id,
        first_value(newest.opening_sha256) over story_order as origin_opening_sha256,
        first_value(newest.minhash) over story_order as origin_minhash,
        first_value(newest.reported_at) over story_order as origin_reported_at,
    from newest
    inner join components on newest.article_id = components.article_id
    window story_order as (partition by components.root_id order by newest.reported_at, newest.article_id)
)

select
    ranked.article_id,
    ranked.article_version_id,
    ranked.source_id,
    ranked.origin_article_id as story_id,
    ranked.article_id = ranked.origin_article_id as is_origin,
    coalesce(
        list_sum([(pair[1] = pair[2])::integer for pair in list_zip(ranked.minhash, ranked.origin_minhash)]) / 64,
        if(ranked.article_id = ranked.origin_article_id, 1.0, 0.0)
    )::double as shared_share,
    coalesce(
        ranked.opening_sha256 = ranked.origin_opening_sha256, ranked.article_id = ranked.origin_article_id
    ) as has_same_opening,
    epoch(ranked.reported_at - ranked.origin_reported_at)::double as lag_s,
    ranked.reported_at,
    ranked.syndication_credit,
from ranked
