-- grain: one row per derived row or paragraph whose surface is not the text at its place
with facts as (
    select
        'sentences' as table_name,
        article_version_id,
        captured_on,
        in_headline,
        start_char,
        end_char,
        surface
    from sentences
    union all
    select
        'mentions' as table_name,
        article_version_id,
        captured_on,
        in_headline,
        start_char,
        end_char,
        surface
    from mentions
    union all
    select
        'claims' as table_name,
        article_version_id,
        captured_on,
        in_headline,
        start_char,
        end_char,
        surface
    from claims
    union all
    select
        'numbers' as table_name,
        article_version_id,
        captured_on,
        in_headline,
        start_char,
        end_char,
        surface
    from numbers
    union all
    select
        'dates' as table_name,
        article_version_id,
        captured_on,
        in_headline,
        start_char,
        end_char,
        surface
    from dates
    union all
    select
        'paragraphs' as table_name,
        article_version_id,
        captured_on,
        false as in_headline,
        start_char,
        end_char,
        surface
    from paragraphs
)

select
    facts.table_name,
    facts.article_version_id,
    facts.start_char,
    facts.end_char,
    facts.surface,
from facts
left join articles on facts.article_version_id = articles.article_version_id
where
    facts.captured_on between $first_day and $last_day
    and facts.surface is distinct from substring(
        if(facts.in_headline, articles.headline, articles.text), facts.start_char + 1, facts.end_char - facts.start_char
    )
