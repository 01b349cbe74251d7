-- grain: one row per story and kind of event that its first words tell of
with told as (
    select
        news_origins.story_id,
        news_origins.reported_on,
        lower(concat_ws(' ', articles.headline, left(articles.text, 800))) as opening,
        -- With a sign where a word begins or ends: a pattern for each word would be compiled for each row.
        regexp_replace(lower(concat_ws(' ', articles.headline, left(articles.text, 250))), '\b', '␂', 'g') as lead,
    from news_origins
    inner join articles on news_origins.article_version_id = articles.article_version_id
),

-- By their first five letters words meet whatever their ending: flood, floods, flooded, flooding.
listed as (
    select
        told.story_id,
        told.reported_on,
        told.lead,
        unnest(list_distinct(list_transform(
            regexp_extract_all(told.opening, '\b\p{Ll}[\p{Ll}-]{2,}'), lambda word: left(word, 5) -- noqa: RF03
        ))) as stem,
    from told
),

kind_words (language, word, kind) as (
    from word_rows('events', 'kinds')
),

stems as (
    select distinct
        left(kind_words.word, 5) as stem,
        rtrim(regexp_replace(left(kind_words.word, 5), '\b', '␂', 'g'), '␂') as beginning,
        kind_words.kind,
    from kind_words
    where kind_words.language = 'en'
)

select
    listed.story_id,
    listed.reported_on,
    stems.kind,
    count(*)::integer as word_count,
    bool_or(contains(listed.lead, stems.beginning)) as is_leading,
from listed
inner join stems on listed.stem = stems.stem
group by listed.story_id, listed.reported_on, stems.kind
