-- grain: one row per word and article that holds it
-- BM25 with k1 = 1.2 and b = .75 (Robertson and Zaragoza 2009, section 3.5), all but the rarity of the word, which is
-- multiplied in when asked.
with lengths as (
    select
        article_terms.article_number,
        sum(article_terms.occurrence_count) as length,
    from article_terms
    group by article_terms.article_number
),

penalties as (
    select
        lengths.article_number,
        1.2 * (0.25 + 0.75 * lengths.length / avg(lengths.length) over ()) as penalty,
    from lengths
)

select
    terms.term_number,
    article_terms.article_number,
    round(
        100 * article_terms.occurrence_count * 2.2 / (article_terms.occurrence_count + penalties.penalty)
    )::integer as weight,
from article_terms
inner join search_terms as terms on article_terms.term = terms.term
inner join penalties on article_terms.article_number = penalties.article_number
order by terms.term_number, article_terms.article_number
