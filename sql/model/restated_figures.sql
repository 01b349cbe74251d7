-- grain: one row per number that an article gives as one that no longer holds
-- "Instead of the 900 announced in June", "it had put the price at 640 million": what was told before, told again beside
-- what took its place. Which earlier figure that is follows from its value.
select
    numbers.number_id,
    numbers.article_version_id,
    numbers.kind,
    numbers.unit,
    numbers.currency,
    coalesce(numbers.value, numbers.value_low) as low_value,
from articles_current
inner join numbers on articles_current.article_version_id = numbers.article_version_id
inner join sentences on numbers.sentence_id = sentences.sentence_id
where
    not numbers.is_boilerplate
    and coalesce(numbers.value, numbers.value_low) is not null
    and numbers.kind in ('count', 'money', 'percent', 'measure')
    -- English words that say that an earlier figure no longer holds.
    and regexp_matches(
        lower(sentences.surface),
        '\b(?:' || word_pattern('en', 'revised_figures', 'revisions') || '|'
        || word_pattern('en', 'revised_figures', 'no_longer') || ')\b'
    )
