-- grain: one row per number behind which its sentence gives the day on which it happened
-- "Killed 11 people in Leeds on Monday": the day behind a figure is when it happened, unless a clause or a word of saying
-- stands between the two ("11 people, police said on Monday") or it is a day since which or until which something is so.
select
    numbers.number_id,
    max(dates.start_on) as happened_on,
from articles_current
inner join articles on articles_current.article_version_id = articles.article_version_id
inner join numbers on articles_current.article_version_id = numbers.article_version_id
inner join dates on numbers.sentence_id = dates.sentence_id
where
    not articles_current.is_undated
    and not numbers.is_boilerplate
    and not numbers.in_headline
    and not dates.in_headline
    and dates.timex_type in ('DATE', 'TIME')
    and dates.start_on = dates.end_on
    -- What is printed in the evening may have happened on the next day, by the clock of its place.
    and dates.start_on between articles_current.reported_on - 2 and articles_current.reported_on + 1
    and dates.start_char - numbers.end_char between 1 and 120
    and not regexp_matches(
        substring(articles.text, numbers.end_char + 1, dates.start_char - numbers.end_char),
        '[;:"“”]|, (?:\p{Ll})|\b(?:' || word_pattern('en', 'revised_figures', 'no_day_of_event') || ')\b'
    )
group by numbers.number_id
