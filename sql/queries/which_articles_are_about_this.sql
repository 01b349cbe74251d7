-- Which articles are about a subject, best first? Change the words; any of them is enough.
select
    found.headline,
    found.source_name,
    found.reported_on,
    round(found.score, 2) as score,
    found.matched_term_count,
    found.is_origin,
    found.url,
from search('flood barrier') as found
order by found.score desc, found.article_id asc
limit 20
