-- grain: one row per pair of articles of which one is a copy of the other
with newest as (
    select
        articles.article_id,
        articles.article_version_id,
        articles.source_id,
        coalesce(
            if(coalesce(articles.published_confidence, '') = 'guessed', null, articles.published_at), articles.captured_at
        ) as reported_at,
        -- Null where the page does not state the day.
        if(
            coalesce(articles.published_confidence, '') = 'guessed'
            or coalesce(articles.published_precision, '') in ('month', 'year'),
            null,
            coalesce(articles.published_on, (articles.published_at at time zone 'UTC')::date)
        ) as known_on,
    from articles
    qualify row_number() over (
        partition by articles.article_id
        order by articles.captured_at desc, articles.article_version_id desc
    ) = 1
),

known_texts as (
    select
        newest.article_id,
        newest.source_id,
        newest.reported_at,
        newest.known_on,
        signatures.story_text_sha256,
        signatures.opening_sha256,
        signatures.shingle_count,
        signatures.minhash,
        signatures.figure_hashes,
        signatures.name_hashes,
        coalesce(template_shares.repeated_share, 0) as repeated_share,
        template_shares.repeated_places,
        coalesce(template_shares.is_opening_repeated, false) as is_opening_repeated,
    from newest
    inner join signatures on newest.article_version_id = signatures.article_version_id
    left join template_shares on newest.article_id = template_shares.article_id
),

-- A minimum that the source repeats is written as null: it tells nothing, and agrees with none.
texts as (
    select
        known_texts.article_id,
        known_texts.source_id,
        known_texts.reported_at,
        known_texts.known_on,
        known_texts.story_text_sha256,
        known_texts.opening_sha256,
        known_texts.shingle_count,
        known_texts.minhash,
        known_texts.figure_hashes,
        known_texts.name_hashes,
        known_texts.repeated_share,
        known_texts.is_opening_repeated,
        if(
            known_texts.repeated_places is null,
            known_texts.minhash,
            [
                if(list_contains(known_texts.repeated_places, place), null, known_texts.minhash[place + 1])  -- noqa: RF03
                for place in range(64)
            ]
        ) as telling_minhash,
    from known_texts
),

-- Numbers in the order of time: ten million rows are sorted by them, which with times and ids takes five times as long.
numbered as materialized (
    select
        texts.article_id,
        row_number() over (order by texts.reported_at, texts.article_id)::integer as article_number,
    from texts
),

band_numbers as (
    select unnest(range(32)) as band
),

-- 32 bands of two minima: texts that share 30 % of all their shingles meet in one of them 19 times out of 20.
bands as (
    select
        numbered.article_number,
        hash(
            band_numbers.band, texts.minhash[band_numbers.band * 2 + 1], texts.minhash[band_numbers.band * 2 + 2]
        ) as band_key,
    from texts
    inner join numbered on texts.article_id = numbered.article_id
    cross join band_numbers
    where
        texts.shingle_count >= 20
        and coalesce(
            texts.telling_minhash[band_numbers.band * 2 + 1], texts.telling_minhash[band_numbers.band * 2 + 2]
        ) is not null
),

-- Each article is compared with the one before it and the first in its band, so a wide-spread text costs no square.
band_neighbours as (
    select
        bands.article_number,
        lag(bands.article_number) over band_order as before_number,
        first_value(bands.article_number) over band_order as first_number,
    from bands
    window band_order as (partition by bands.band_key order by bands.article_number)
),

met_numbers as (
    select distinct
        band_neighbours.article_number,
        unnest([band_neighbours.before_number, band_neighbours.first_number]) as other_number,
    from band_neighbours
    where band_neighbours.before_number is not null
),

-- A shared opening of 40 words finds a copy that was cut or continued; shorter texts must be equal.
opening_neighbours as (
    select
        texts.article_id,
        lag(texts.article_id) over opening_order as before_article_id,
        first_value(texts.article_id) over opening_order as first_article_id,
    from texts
    where texts.shingle_count > 0 and not texts.is_opening_repeated
    window opening_order as (
        partition by
            texts.opening_sha256, if(texts.shingle_count >= 36, null, texts.story_text_sha256)
        order by texts.reported_at, texts.article_id
    )
),

candidates as (
    select
        met.article_id,
        met.other_article_id,
        bool_or(met.has_same_opening) as has_same_opening,
    from (
        select
            numbered.article_id,
            other.article_id as other_article_id,
            false as has_same_opening,
        from met_numbers
        inner join numbered on met_numbers.article_number = numbered.article_number
        inner join numbered as other on met_numbers.other_number = other.article_number
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

paired as (
    select
        candidates.article_id,
        candidates.other_article_id,
        candidates.has_same_opening,
        one.shingle_count + other.shingle_count as both_count,
        least(one.shingle_count, other.shingle_count) as shorter_count,
        least(
            one.shingle_count * (1 - one.repeated_share), other.shingle_count * (1 - other.repeated_share)
        ) as telling_count,
        list_zip(one.minhash, other.minhash) as minima,
        list_zip(one.telling_minhash, other.telling_minhash) as telling_minima,
        one.source_id = other.source_id as is_same_source,
        -- Of an undated article the day may be another.
        coalesce(one.known_on = other.known_on, false) as is_same_day,
        one.figure_hashes as one_figures,
        other.figure_hashes as other_figures,
        one.name_hashes as one_names,
        other.name_hashes as other_names,
        -- Of a sketch that was cut, hashes above its largest say nothing about the other text.
        least(coalesce(one.figure_hashes[32], 9223372036854775807), coalesce(other.figure_hashes[32], 9223372036854775807))
            as figure_limit,
        least(coalesce(one.name_hashes[32], 9223372036854775807), coalesce(other.name_hashes[32], 9223372036854775807))
            as name_limit,
    from candidates
    inner join texts as one on candidates.article_id = one.article_id
    inner join texts as other on candidates.other_article_id = other.article_id
),

compared as (
    select
        paired.article_id,
        paired.other_article_id,
        paired.has_same_opening,
        paired.both_count,
        paired.shorter_count,
        paired.telling_count,
        paired.is_same_source,
        paired.is_same_day,
        len(list_filter(paired.minima, lambda pair: pair[1] = pair[2])) / 64 as jaccard,  -- noqa: RF03
        len(list_filter(paired.telling_minima, lambda pair: pair[1] = pair[2])) / 64 as telling_jaccard,  -- noqa: RF03
        len(list_intersect(paired.one_figures, paired.other_figures)) as shared_figure_count,
        len(list_intersect(paired.one_names, paired.other_names)) as shared_name_count,
        least(
            len(list_filter(paired.one_figures, lambda one: one <= paired.figure_limit)),  -- noqa: RF03
            len(list_filter(paired.other_figures, lambda one: one <= paired.figure_limit))  -- noqa: RF03
        ) as figure_count,
        least(
            len(list_filter(paired.one_names, lambda one: one <= paired.name_limit)),  -- noqa: RF03
            len(list_filter(paired.other_names, lambda one: one <= paired.name_limit))  -- noqa: RF03
        ) as name_count,
    from paired
),

-- Jaccard j over a + b shingles means j * (a + b) / (1 + j) in common. Separate reports share next to none.
shares as (
    select
        compared.article_id,
        compared.other_article_id,
        compared.is_same_source,
        compared.is_same_day,
        compared.figure_count,
        compared.name_count,
        compared.shared_figure_count / nullif(compared.figure_count, 0) as figure_share,
        compared.shared_name_count / nullif(compared.name_count, 0) as name_share,
        compared.has_same_opening,
        compared.telling_count,
        -- 40 words are 36 shingles.
        least(1.0, 36 / compared.shorter_count) as opening_share,
        least(
            1.0, compared.telling_jaccard * compared.both_count / (1 + compared.jaccard) / nullif(compared.telling_count, 0)
        ) as text_share,
    from compared
)

-- Two texts alike that differ in most of their figures or names are two reports from one template.
select
    shares.article_id,
    shares.other_article_id,
    shares.text_share,
    shares.figure_share,
    shares.name_share,
    shares.has_same_opening,
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
