-- Numbers that count a thing: `from numbers_about('soldiers')` gives each value with its unit, who says so and where it stands.
-- Of each article the newest version counts.
-- needs: numbers, articles, articles_current
create macro numbers_about(wanted_word) as table
    with sorted as (
        select
            numbers.value,
            numbers.value_low,
            numbers.value_high,
            numbers.bound,
            numbers.unit,
            numbers.counted_text,
            numbers.as_of,
            numbers.said_by,
            numbers.start_char,
            numbers.end_char,
            numbers.number_id,
            case when numbers.in_headline then articles.headline else articles.text end as full_text,
            articles.source_id,
            articles.url,
        from numbers
        inner join articles_current on numbers.article_version_id = articles_current.article_version_id
        inner join articles on numbers.article_version_id = articles.article_version_id
        where
            contains(lower(coalesce(numbers.counted_text, numbers.unit)), lower(wanted_word))
            and not numbers.is_boilerplate
        order by numbers.as_of desc nulls last, numbers.article_version_id asc, numbers.start_char asc
    )

    -- Outside the sort, so that a limit cuts no more texts than it shows.
    select
        sorted.value,
        sorted.value_low,
        sorted.value_high,
        sorted.bound,
        sorted.unit,
        sorted.counted_text,
        sorted.as_of,
        sorted.said_by,
        in_context(sorted.full_text, sorted.start_char, sorted.end_char, 60) as context_text,
        sorted.source_id,
        sorted.url,
        sorted.number_id,
    from sorted;
