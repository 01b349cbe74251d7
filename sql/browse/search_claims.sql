-- Statements that hold the words, or whose speaker does: of the 1,000 articles captured last that hold all of them.
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
    -- Numbers rise with the day of capture.
    order by postings.article_number desc
    limit 1000
),

newest as materialized (
    select
        articles_current.article_version_id,
        articles_current.source_id,
        articles_current.source_name,
        articles_current.reported_on,
        articles_current.is_origin
    from held
    inner join ops.search_articles as numbered on held.article_number = numbered.article_number
    inner join articles_current on numbered.article_version_id = articles_current.article_version_id
)

select
    claims.claim_id,
    coalesce(claims.speaker_name, claims.source_text) as speaker_name,
    claims.cue_text,
    claims.content_text,
    claims.article_version_id,
    newest.source_id,
    newest.source_name,
    newest.reported_on,
    newest.is_origin
from newest
inner join claims on newest.article_version_id = claims.article_version_id
where
    not claims.is_boilerplate
    and (
        contains(lower(claims.content_text), lower($words))
        or contains(lower(coalesce(claims.speaker_name, '')), lower($words))
    )
order by newest.reported_on desc, claims.checkworthiness desc, claims.claim_id asc
limit 30
