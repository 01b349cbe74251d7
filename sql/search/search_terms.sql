-- grain: one row per word that search knows
select
    (row_number() over (order by article_terms.term) - 1)::integer as term_number,
    article_terms.term,
    count(*)::integer as article_count,
    ln(1 + ((select count(*) from search_articles) - count(*) + 0.5) / (count(*) + 0.5)) as rarity,
from article_terms
group by article_terms.term
order by article_terms.term
