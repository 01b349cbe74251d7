-- Which other stories open with something like the best article on a subject? Change the words.
with wanted as (
    select found.article_id
    from search('turbine plant', most := 1) as found
)

select
    round(passages.similarity, 2) as similarity,
    passages.passage_text,
    passages.source_name,
    passages.reported_on,
    passages.url,
from similar_passages((select wanted.article_id from wanted)) as passages
