-- grain: one row per passage of the opening of a chosen article and term in it, in the order of the articles
with ranked as (
    select
        chosen.article_number,
        sentences.article_version_id,
        sentences.sentence_id,
        sentences.surface,
        (row_number() over (
            partition by chosen.article_number
            order by sentences.in_headline desc, sentences.start_char asc, sentences.sentence_id asc
        ) - 1)::integer as passage_index,
    from chosen
    inner join sentences
        on chosen.captured_on = sentences.captured_on and chosen.article_version_id = sentences.article_version_id
    where not sentences.is_boilerplate
    qualify passage_index < 4
),

said as (
    select
        chosen.article_number,
        coalesce(articles.language, $default_language) as language,
    from chosen
    inner join articles
        on chosen.captured_on = articles.captured_on and chosen.article_version_id = articles.article_version_id
),

words as (
    select
        ranked.article_number,
        ranked.article_version_id,
        ranked.sentence_id,
        ranked.passage_index,
        unnest(search_words(ranked.surface)) as word,
    from ranked
),

terms as (
    select
        words.word,
        search_term(words.word) as term,
    from words
    group by words.word
),

function_words (language, word, meaning) as (
    from word_rows('search', 'function_words')
)

select
    words.article_number,
    words.article_version_id,
    words.sentence_id,
    words.passage_index,
    terms.term,
    count(*)::integer as occurrence_count,
from words
inner join terms on words.word = terms.word
inner join said on words.article_number = said.article_number
left join function_words on said.language = function_words.language and words.word = function_words.word
where function_words.word is null
group by words.article_number, words.article_version_id, words.sentence_id, words.passage_index, terms.term
order by words.article_number, words.passage_index, terms.term
