-- grain: one row per word that tells the field of an article or of a person's role
with text_words (language, word, field) as (
    from word_rows('fields', 'text')
),

role_words (language, word, field) as (
    from word_rows('fields', 'role')
)

select
    text_words.word,
    'text' as kind,
    text_words.field,
from text_words
where text_words.language = 'en'
union all
select
    role_words.word,
    'role' as kind,
    role_words.field,
from role_words
where role_words.language = 'en'
