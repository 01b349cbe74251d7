-- Statements that hold the words, or whose speaker does.
select
    claims.claim_id,
    coalesce(claims.speaker_name, claims.source_text) as speaker_name,
    claims.cue_text,
    claims.content_text,
    claims.article_version_id,
    articles_current.source_id,
    articles_current.source_name,
    articles_current.reported_on,
    articles_current.is_origin
from claims
inner join articles_current on claims.article_version_id = articles_current.article_version_id
where
    not claims.is_boilerplate
    and (
        contains(lower(claims.content_text), lower($words))
        or contains(lower(coalesce(claims.speaker_name, '')), lower($words))
    )
order by articles_current.reported_on desc, claims.checkworthiness desc, claims.claim_id asc
limit 30
