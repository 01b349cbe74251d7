-- How many articles hold all of the words, so that where none does no statement is looked for.
with asked as (
    select distinct search_term(words.word) as term
    from (select unnest(search_words($words)) as word) as words
),

counted as (
    select count(*) as term_count
    from asked
),

held as (
    select postings.article_number
    from ops.search_postings as postings
    inner join asked on postings.term = asked.term
    cross join counted
    group by postings.article_number
    having count(*) = any_value(counted.term_count)
)

select count(*) as article_count
from held
