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
    from known
    left join signatures on known.article_version_id = signatures.article_version_id
    qualify row_number() over (
        partition by known.article_id
        order by known.captured_at desc, known.article_version_id desc
    ) = 1
),

neighbours as (
    select
        copy_links.article_id,
        copy_links.other_article_id,
    from copy_links
    union
    select
        copy_links.other_article_id as article_id,
        copy_links.article_id as other_article_id,
    from copy_links
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

-- Names by which credits call a publisher; a name that two publishers bear is nobody's.
credit_names as (
    select
        lower(printed.name) as printed_name,
        min(printed.publisher_name) as publisher_name,
    from (
        select
            unnest(list_append(publishers.printed_names, publishers.name)) as name,
            publishers.name as publisher_name,
        from publishers
        where publishers.name is not null
    ) as printed
    group by lower(printed.name)
    having count(distinct printed.publisher_name) = 1
),

compared as (
    select
        one.article_id,
        one.article_version_id,
        one.source_id,
        one.syndication_credit,
        one.reported_at,
        if(one.time_grade <= 2, one.published_on, null) as reported_on,
        one.time_grade,
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
    compared.reported_on,
    ['time', 'day', 'month', 'year', 'undated'][coalesce(compared.time_grade, 5)] as reported_grade,
    compared.syndication_credit,
    coalesce(credit_names.publisher_name, compared.syndication_credit) as credited_publisher,
from compared
left join credit_names on lower(compared.syndication_credit) = credit_names.printed_name
