-- grain: one row per word and article that holds it
select
    article_terms.term,
    article_terms.article_number,
    article_terms.occurrence_count,
from article_terms
order by article_terms.term, article_terms.article_number
