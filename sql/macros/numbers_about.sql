-- Numbers that count a thing: `from numbers_about('soldiers')` gives each value with its unit, who says so and where it stands.
-- Of each article the newest version counts.
-- needs: numbers, articles, articles_current
create macro numbers_about(wanted_word) as table
    select
        numbers.value,
        numbers.value_low,
        numbers.value_high,
        numbers.bound,
        numbers.unit,
        numbers.counted_text,
        numbers.as_of,
        numbers.said_by,
        in_context(
            case when numbers.in_headline then articles.headline else articles.text end,
            numbers.start_char,
            numbers.end_char,
            60
        ) as context_text,
        articles.source_id,
        articles.url,
        numbers.number_id,
    from numbers
    inner join articles on numbers.article_version_id = articles.article_version_id
    inner join articles_current on numbers.article_version_id = articles_current.article_version_id
    where
        contains(lower(coalesce(numbers.counted_text, numbers.unit)), lower(wanted_word))
        and not numbers.is_boilerplate
    order by numbers.as_of desc nulls last, numbers.article_version_id asc, numbers.start_char asc;
