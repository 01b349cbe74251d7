-- grain: one row per passage of an article's opening and term in it; passages are numbered in the order of the articles
with ranked as (
    select
        search_articles.article_number,
        sentences.article_version_id,
        sentences.sentence_id,
        sentences.surface,
        (row_number() over (
            partition by search_articles.article_number
            order by sentences.in_headline desc, sentences.start_char asc, sentences.sentence_id asc
        ) - 1)::integer as passage_index,
    from sentences
    inner join search_articles on sentences.article_version_id = search_articles.article_version_id
    where not sentences.is_boilerplate
    qualify passage_index < 4
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

-- A word of a single article joins it with no other.
terms as (
    select
        words.word,
        search_terms.term_number,
        search_terms.rarity,
    from (select distinct words.word from words) as words
    inner join search_terms on search_term(words.word) = search_terms.term
    where search_terms.article_count > 1
)

select
    words.article_number,
    words.article_version_id,
    words.sentence_id,
    words.passage_index,
    terms.term_number,
    (terms.rarity * (1 + ln(count(*))))::float as weight,
from words
inner join terms on words.word = terms.word
group by
    words.article_number, words.article_version_id, words.sentence_id, words.passage_index, terms.term_number,
    terms.rarity
order by words.article_number, words.passage_index, terms.term_number
