-- grain: one row per article (its newest version), with the story it belongs to
with recursive known as (  -- noqa: PRS
    select
        articles.article_id,
        articles.article_version_id,
        articles.source_id,
        articles.syndication_credit,
        articles.captured_at,
        coalesce(articles.published_on, (articles.published_at at time zone 'UTC')::date) as published_on,
        if(
            coalesce(articles.published_confidence, '') = 'guessed', null, articles.published_at
        ) as published_at,
        -- How finely the time is known: 1 to the minute, 2 the day, 3 the month, 4 the year; null where undated.
        case
            when articles.published_at is null or coalesce(articles.published_confidence, '') = 'guessed' then null
            when articles.published_precision = 'time' then 1
            when articles.published_precision = 'month' then 3
            when articles.published_precision = 'year' then 4
            else 2
        end as time_grade,
    from articles
),

newest as (
    select
        known.article_id,
        known.article_version_id,
        known.source_id,
        known.syndication_credit,
        coalesce(known.published_at, known.captured_at) as reported_at,
        known.captured_at,
        known.published_at,
        known.published_on,
        known.time_grade,
        -- The origin is credited to nobody else; of a day without a time, the end counts, so that a time wins.
        if(known.syndication_credit is null, 0, 1) as credit_order,
        case known.time_grade
            when 2 then known.published_at + interval 1 day
            when 3 then known.published_at + interval 1 month
            when 4 then known.published_at + interval 1 year
            else coalesce(known.published_at, known.captured_at)
        end as latest_at,
        signatures.story_text_sha256,
        signatures.opening_sha256,
        signatures.shingle_count,
        signatures.minhash,
        signatures.figure_hashes,
        signatures.name_hashes,
    from known
    left join signatures on known.article_version_id = signatures.article_version_id
    qualify row_number() over (
        partition by known.article_id
        order by known.captured_at desc, known.article_version_id desc
    ) = 1
),

-- Three draws of what an article tells: two articles have the same draw with the share of their figures in common.
drawn as (
    select
        told.article_id,
        told.source_id,
        told.minhash,
        told.opening_sha256,
        list_min(list_transform(told.facts, lambda fact: hash(fact, 1))) as first_draw,
        list_min(list_transform(told.facts, lambda fact: hash(fact, 2))) as second_draw,
        list_min(list_transform(told.facts, lambda fact: hash(fact, 3))) as third_draw,
    from (
        select
            newest.article_id,
            newest.source_id,
            newest.minhash,
            newest.opening_sha256,
            if(
                len(newest.figure_hashes) >= 3,
                newest.figure_hashes,
                list_concat(newest.figure_hashes, newest.name_hashes)
            ) as facts,
        from newest
        where newest.shingle_count >= 20
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

-- What one source prints in three articles that tell different things is its template or its standing background.
worn as (
    select
        minima.source_id,
        minima.place,
        minima.minimum,
    from minima
    group by minima.source_id, minima.place, minima.minimum
    having
        count(*) >= 3
        and list_sort([
            count(distinct minima.first_draw), count(distinct minima.second_draw), count(distinct minima.third_draw)
        ])[2] >= 3
),

worn_places as (
    select
        minima.article_id,
        list(minima.place) as places,
        count(*) filter (where minima.place < 64) / 64 as worn_share,
    from minima
    inner join worn
        on
            minima.source_id = worn.source_id
            and minima.place = worn.place
            and minima.minimum = worn.minimum
    group by minima.article_id
),

known_texts as (
    select
        newest.article_id,
        newest.source_id,
        newest.reported_at,
        newest.published_on,
        newest.time_grade,
        newest.story_text_sha256,
        newest.opening_sha256,
        newest.shingle_count,
        newest.minhash,
        newest.figure_hashes,
        newest.name_hashes,
        coalesce(worn_places.worn_share, 0) as worn_share,
        -- A worn minimum is written as null: it tells nothing, and agrees with none.
        if(
            worn_places.places is null,
            newest.minhash,
            [if(list_contains(worn_places.places, place), null, newest.minhash[place + 1]) for place in range(64)]
        ) as telling_minhash,
        coalesce(list_contains(worn_places.places, 64), false) as is_opening_worn,
    from newest
    left join worn_places on newest.article_id = worn_places.article_id
),

-- 32 bands of two minima: texts that share 30 % of all their shingles meet in one of them 19 times out of 20.
bands as (
    select
        known_texts.article_id,
        known_texts.reported_at,
        bands.band,
        hash(
            bands.band, known_texts.minhash[bands.band * 2 + 1], known_texts.minhash[bands.band * 2 + 2]
        ) as band_key,
    from known_texts
    cross join (select unnest(range(32)) as band) as bands
    where
        known_texts.shingle_count >= 20
        and coalesce(
            known_texts.telling_minhash[bands.band * 2 + 1], known_texts.telling_minhash[bands.band * 2 + 2]
        ) is not null
),

-- Each article is compared with the one before it and the first in its band, so a wide-spread text costs no square.
band_neighbours as (
    select
        bands.article_id,
        lag(bands.article_id) over band_order as before_article_id,
        first_value(bands.article_id) over band_order as first_article_id,
    from bands
    window band_order as (partition by bands.band, bands.band_key order by bands.reported_at, bands.article_id)
),

-- A shared opening of 40 words finds a copy that was cut or continued; shorter texts must be equal.
opening_neighbours as (
    select
        known_texts.article_id,
        lag(known_texts.article_id) over opening_order as before_article_id,
        first_value(known_texts.article_id) over opening_order as first_article_id,
    from known_texts
    where known_texts.shingle_count > 0 and not known_texts.is_opening_worn
    window opening_order as (
        partition by
            known_texts.opening_sha256, if(known_texts.shingle_count >= 36, null, known_texts.story_text_sha256)
        order by known_texts.reported_at, known_texts.article_id
    )
),

candidates as (
    select
        met.article_id,
        met.other_article_id,
        bool_or(met.has_same_opening) as has_same_opening,
    from (
        select distinct
            band_neighbours.article_id,
            unnest([band_neighbours.before_article_id, band_neighbours.first_article_id]) as other_article_id,
            false as has_same_opening,
        from band_neighbours
        union all
        select
            opening_neighbours.article_id,
            unnest([opening_neighbours.before_article_id, opening_neighbours.first_article_id]) as other_article_id,
            true as has_same_opening,
        from opening_neighbours
    ) as met
    where met.other_article_id is not null and met.other_article_id != met.article_id
    group by met.article_id, met.other_article_id
),

-- Of a sketch that was cut, hashes above the smaller of the two largest say nothing about the other text.
paired as (
    select
        candidates.article_id,
        candidates.other_article_id,
        candidates.has_same_opening,
        one.shingle_count + other.shingle_count as both_count,
        least(one.shingle_count, other.shingle_count) as shorter_count,
        least(one.shingle_count * (1 - one.worn_share), other.shingle_count * (1 - other.worn_share)) as telling_count,
        list_sum([(pair[1] = pair[2])::integer for pair in list_zip(one.minhash, other.minhash)]) / 64 as jaccard,
        list_sum([
            coalesce(pair[1] = pair[2], false)::integer
            for pair in list_zip(one.telling_minhash, other.telling_minhash)
        ]) / 64 as telling_jaccard,
        one.source_id = other.source_id as is_same_source,
        -- Of an undated article the day may be another.
        coalesce(one.time_grade <= 2 and other.time_grade <= 2 and one.published_on = other.published_on, false)
            as is_same_day,
        len(list_intersect(one.figure_hashes, other.figure_hashes)) as shared_figure_count,
        len(list_intersect(one.name_hashes, other.name_hashes)) as shared_name_count,
        least(
            len([figure for figure in one.figure_hashes if len(other.figure_hashes) < 32 or figure <= other.figure_hashes[32]]),
            len([figure for figure in other.figure_hashes if len(one.figure_hashes) < 32 or figure <= one.figure_hashes[32]])
        ) as figure_count,
        least(
            len([name for name in one.name_hashes if len(other.name_hashes) < 32 or name <= other.name_hashes[32]]),
            len([name for name in other.name_hashes if len(one.name_hashes) < 32 or name <= one.name_hashes[32]])
        ) as name_count,
    from candidates
    inner join known_texts as one on candidates.article_id = one.article_id
    inner join known_texts as other on candidates.other_article_id = other.article_id
),

-- Jaccard j over a + b shingles means j * (a + b) / (1 + j) in common. Separate reports share next to none.
shares as (
    select
        paired.article_id,
        paired.other_article_id,
        paired.is_same_source,
        paired.is_same_day,
        paired.figure_count,
        paired.name_count,
        paired.shared_figure_count / nullif(paired.figure_count, 0) as figure_share,
        paired.shared_name_count / nullif(paired.name_count, 0) as name_share,
        paired.has_same_opening,
        paired.telling_count,
        -- 40 words are 36 shingles.
        least(1.0, 36 / paired.shorter_count) as opening_share,
        least(
            1.0, paired.telling_jaccard * paired.both_count / (1 + paired.jaccard) / nullif(paired.telling_count, 0)
        ) as text_share,
    from paired
),

-- Two texts alike that differ in most of their figures or names are two reports from one template.
links as (
    select
        shares.article_id,
        shares.other_article_id,
    from shares
    where
        (
            (shares.has_same_opening and (shares.text_share >= 0.4 or shares.opening_share >= 0.3))
            or (shares.text_share >= 0.5 and shares.telling_count >= 10)
            -- A text that was cut and reworded still tells the same.
            or (
                shares.text_share >= 0.35
                and shares.telling_count >= 20
                and least(shares.figure_count, shares.name_count) >= 3
                and least(shares.figure_share, shares.name_share) >= 0.8
            )
        )
        and not coalesce(
            case
                when shares.is_same_day
                    then
                        shares.figure_count >= 3
                        and shares.figure_share < 0.35 * shares.text_share
                        and (shares.figure_count >= 6 or shares.name_share < 0.7 * shares.text_share)
                when shares.figure_count >= 3 then shares.figure_share < 0.5 * shares.text_share
                when shares.name_count >= 4 and shares.name_share < 0.5 * shares.text_share then true
                else shares.is_same_source and shares.figure_share = 0 and shares.name_share < 1
            end,
            false
        )
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

origins as (
    select
        newest.article_id,
        first_value(newest.article_id) over (
            partition by components.root_id
            order by newest.credit_order, newest.latest_at, newest.captured_at, newest.article_id
        ) as origin_article_id,
    from newest
    inner join components on newest.article_id = components.article_id
),

compared as (
    select
        one.article_id,
        one.article_version_id,
        one.source_id,
        one.syndication_credit,
        one.reported_at,
        origins.origin_article_id,
        one.opening_sha256 is not distinct from origin.opening_sha256 as has_same_opening,
        -- Two times are compared at the coarser of their precisions: of one day, neither is first by the hour.
        case
            when one.time_grade = 1 and origin.time_grade = 1 then epoch(one.published_at - origin.published_at)
            else
                86400.0 * date_diff(
                    'day',
                    date_trunc(['day', 'day', 'month', 'year'][greatest(one.time_grade, origin.time_grade)], origin.published_on),
                    date_trunc(['day', 'day', 'month', 'year'][greatest(one.time_grade, origin.time_grade)], one.published_on)
                )
        end::double as lag_s,
        if(
            one.time_grade is null or origin.time_grade is null,
            null,
            ['time', 'day', 'month', 'year'][greatest(one.time_grade, origin.time_grade)]
        ) as lag_precision,
        least(one.shingle_count, origin.shingle_count) as shorter_count,
        one.shingle_count + origin.shingle_count as both_count,
        list_sum([(pair[1] = pair[2])::integer for pair in list_zip(one.minhash, origin.minhash)]) / 64 as jaccard,
    from origins
    inner join newest as one on origins.article_id = one.article_id
    inner join newest as origin on origins.origin_article_id = origin.article_id
)

select
    compared.article_id,
    compared.article_version_id,
    compared.source_id,
    compared.origin_article_id as story_id,
    compared.article_id = compared.origin_article_id as is_origin,
    least(
        1.0,
        coalesce(compared.jaccard * compared.both_count / (1 + compared.jaccard) / nullif(compared.shorter_count, 0), 1.0)
    )::double as shared_share,
    compared.has_same_opening,
    if(compared.lag_precision is null, null, compared.lag_s) as lag_s,
    compared.lag_precision,
    compared.reported_at,
    compared.syndication_credit,
from compared
