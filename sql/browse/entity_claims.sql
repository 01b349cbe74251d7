-- What it said, newest first.
-- Rows are sought by one narrow column at a time: of half a million statements few are its own.
with named as materialized (
    select
        article_entities.article_version_id,
        article_entities.entity_key,
    from article_entities
    where article_entities.entity_id = $id
),

likely as materialized (
    select claims.rowid as claim_row
    from claims
    where claims.speaker_entity_key in (select distinct named.entity_key from named) and not claims.is_boilerplate
),

spoken as materialized (
    select
        claims.rowid as claim_row,
        claims.article_version_id,
        claims.speaker_entity_key,
        claims.start_char,
    from claims
    where claims.rowid in (select likely.claim_row from likely)
),

newest as materialized (
    select
        spoken.claim_row,
        spoken.start_char,
        articles_current.source_id,
        articles_current.source_name,
        articles_current.reported_on,
        articles_current.is_origin,
    from named
    inner join spoken
        on named.article_version_id = spoken.article_version_id and named.entity_key = spoken.speaker_entity_key
    inner join articles_current on spoken.article_version_id = articles_current.article_version_id
    order by
        articles_current.reported_on desc, articles_current.is_origin desc, spoken.start_char asc, spoken.claim_row asc
    limit 60
)

select
    claims.claim_id,
    claims.speaker_name,
    claims.cue_text,
    claims.cue_stance,
    claims.content_text,
    claims.quote_type,
    claims.is_negated,
    newest.source_id,
    newest.source_name,
    newest.reported_on,
    newest.is_origin,
    claims.article_version_id,
from newest
inner join claims on newest.claim_row = claims.rowid
order by newest.reported_on desc, newest.is_origin desc, newest.start_char asc, newest.claim_row asc
