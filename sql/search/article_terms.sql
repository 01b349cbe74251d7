-- grain: one row per article and term, with how often the article holds it; the headline counts three times
with texts as (
    select
        search_articles.article_number,
        paragraphs.surface as written,
        1 as times,
    from search_articles
    inner join paragraphs on search_articles.article_version_id = paragraphs.article_version_id
    where not paragraphs.is_boilerplate
    union all
    select
        search_articles.article_number,
        articles.headline as written,
        3 as times,
    from search_articles
    inner join articles on search_articles.article_version_id = articles.article_version_id
    where articles.headline is not null
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

said as (
    select
        search_articles.article_number,
        coalesce(articles.language, $default_language) as language,
    from search_articles
    inner join articles on search_articles.article_version_id = articles.article_version_id
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
