-- grain: one row per article version that reports on sport
with texts as (
    select
        articles.article_version_id,
        lower(concat_ws(' ', articles.headline, articles.article_section, left(articles.text, 4000))) as text,
    from articles
),

words as (
    select
        texts.article_version_id,
        unnest(regexp_extract_all(texts.text, '[a-z][a-z-]*[a-z]')) as word,
    from texts
),

found as (
    select
        words.article_version_id,
        field_words.field,
        count(*) as word_count,
        -- The name of the sport says more than its words, of which some belong to others too.
        count(distinct words.word)
        + 3 * count(distinct words.word) filter (where words.word in (field_words.field, 'soccer')) as kind_count,
    from words
    inner join field_words on words.word = field_words.word and field_words.kind = 'text'
    group by words.article_version_id, field_words.field
),

weighed as (
    select
        found.article_version_id,
        sum(found.word_count) as word_count,
        sum(found.kind_count) as kind_count,
        max(found.kind_count) filter (where found.field <> 'sport') as special_kind_count,
        coalesce(
            arg_max(found.field, (found.kind_count, found.word_count, found.field)) filter (where found.field <> 'sport'),
            'sport'
        ) as sport,
    from found
    group by found.article_version_id
),

-- The word of a slug or section that names the sport is enough; a result alone is as good as a word of one sport.
measured as (
    select
        weighed.*,
        len(texts.text) / 6 as length,
        regexp_matches(texts.text, '(?:^|[ (,])\d{1,3}-\d{1,3}(?:[ ,.);]|$)') as has_result,
        regexp_matches(
            left(texts.text, 60),
            '^\S{0,9} ?(?:' || word_pattern('en', 'fields', 'titles') || ')\b'
        ) as is_titled,
    from weighed
    inner join texts on weighed.article_version_id = texts.article_version_id
)

select
    measured.article_version_id,
    measured.sport,
from measured
where
    measured.is_titled
    or (
        (measured.special_kind_count > 0 or measured.has_result)
        and measured.kind_count >= 2
        and measured.word_count >= measured.length / 70
    )
