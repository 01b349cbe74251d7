-- grain: one row per arriving article and term, with how often the article holds it; the headline counts three times
-- Joined by day too, so that only blocks of these days are read.
with said as (
    select
        arriving.article_number,
        articles.headline,
        coalesce(articles.language, $default_language) as language,
    from arriving
    inner join articles
        on arriving.captured_on = articles.captured_on and arriving.article_version_id = articles.article_version_id
),

texts as (
    select
        arriving.article_number,
        paragraphs.surface as written,
        1 as times,
    from arriving
    inner join paragraphs
        on
            arriving.captured_on = paragraphs.captured_on
            and arriving.article_version_id = paragraphs.article_version_id
    where not paragraphs.is_boilerplate
    union all
    select
        said.article_number,
        said.headline as written,
        3 as times,
    from said
    where said.headline is not null
),

words as (
    select
        texts.article_number,
        unnest(search_words(texts.written)) as word,
        texts.times,
    from texts
),

counted as (
    select
        words.article_number,
        words.word,
        sum(words.times)::integer as occurrence_count,
    from words
    group by words.article_number, words.word
),

-- Each word is brought to its term once, not once an article.
terms as (
    select
        counted.word,
        search_term(counted.word) as term,
    from counted
    group by counted.word
),

-- A function word of one language may be a word of weight in another.
function_words (language, word, meaning) as (
    from word_rows('search', 'function_words')
)

select
    counted.article_number,
    terms.term,
    sum(counted.occurrence_count)::integer as occurrence_count,
from counted
inner join terms on counted.word = terms.word
inner join said on counted.article_number = said.article_number
left join function_words on said.language = function_words.language and counted.word = function_words.word
where function_words.word is null
group by counted.article_number, terms.term
