-- grain: one row per watch and article that it finds
with looked_at as (
    select
        watches.*,
        articles_current.article_id,
        articles_current.article_version_id,
    from watches
    inner join articles_current
        on len(watches.source_ids) = 0 or list_contains(watches.source_ids, articles_current.source_id)
),

asked_words as (
    select
        looked_at.watch_id,
        looked_at.article_version_id,
        unnest(looked_at.words) as wanted,
    from looked_at
),

found_words as (
    select
        asked_words.watch_id,
        asked_words.article_version_id,
        'word: ' || asked_words.wanted as matched,
    from asked_words
    inner join articles on asked_words.article_version_id = articles.article_version_id
    where
        contains(lower(coalesce(articles.headline, '') || ' ' || articles.text), lower(asked_words.wanted))
        and regexp_matches(
            coalesce(articles.headline, '') || ' ' || articles.text,
            '(?:^|[^\pL\pN])' || regexp_escape(asked_words.wanted) || '(?:[^\pL\pN]|$)',
            'i'
        )
),

asked_names as (
    select
        looked_at.watch_id,
        looked_at.article_version_id,
        unnest(looked_at.names) as wanted,
    from looked_at
),

found_names as (
    select distinct
        asked_names.watch_id,
        asked_names.article_version_id,
        'name: ' || asked_names.wanted as matched,
    from asked_names
    inner join mentions on asked_names.article_version_id = mentions.article_version_id
    where
        not mentions.is_boilerplate
        and (
            lower(asked_names.wanted) = lower(mentions.entity_name)
            or lower(asked_names.wanted) = lower(mentions.surface)
        )
),

asked_measures as (
    select
        looked_at.watch_id,
        looked_at.article_version_id,
        unnest(looked_at.measures) as wanted,
    from looked_at
),

found_measures as (
    select distinct
        asked_measures.watch_id,
        asked_measures.article_version_id,
        'measure: ' || asked_measures.wanted as matched,
    from asked_measures
    inner join numbers
        on
            asked_measures.article_version_id = numbers.article_version_id
            and lower(asked_measures.wanted) = lower(numbers.measure)
    where not numbers.is_boilerplate
),

found as (
    select * from found_words
    union all
    select * from found_names
    union all
    select * from found_measures
)

select
    found.watch_id,
    any_value(watches.label) as label,
    articles_current.article_id,
    any_value(articles_current.article_version_id) as article_version_id,
    any_value(articles_current.story_id) as story_id,
    any_value(articles_current.is_origin) as is_origin,
    any_value(articles_current.source_id) as source_id,
    any_value(articles_current.source_name) as source_name,
    any_value(articles_current.headline) as headline,
    any_value(articles_current.url) as url,
    any_value(articles_current.reported_on) as reported_on,
    any_value(articles_current.first_captured_at) as first_captured_at,
    list_sort(list(distinct found.matched)) as matched,
from found
inner join watches on found.watch_id = watches.watch_id
inner join articles_current on found.article_version_id = articles_current.article_version_id
group by found.watch_id, articles_current.article_id
