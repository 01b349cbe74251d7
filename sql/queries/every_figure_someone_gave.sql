-- Every figure that someone gave on a subject, with its evidence: change the name and the word.
select
    numbers.said_by,
    numbers.surface,
    numbers.value,
    numbers.bound,
    numbers.counted_text,
    numbers.as_of,
    articles_current.source_name,
    substring(articles.text, greatest(numbers.start_char - 59, 1), 160) as context_text,
from numbers
inner join articles_current on numbers.article_version_id = articles_current.article_version_id
inner join articles on numbers.article_version_id = articles.article_version_id
where
    numbers.said_by is not null
    and not numbers.in_headline
    and not numbers.is_boilerplate
    and contains(lower(numbers.said_by), lower('pereira'))
    and contains(lower(coalesce(numbers.counted_text, numbers.unit, '')), lower('home'))
order by numbers.as_of, articles_current.source_name, numbers.start_char
