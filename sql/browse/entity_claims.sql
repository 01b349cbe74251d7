-- What it said, newest first.
select
    claims.claim_id,
    claims.speaker_name,
    claims.cue_text,
    claims.cue_stance,
    claims.content_text,
    claims.quote_type,
    claims.is_negated,
    articles_current.source_id,
    articles_current.source_name,
    articles_current.reported_on,
    articles_current.is_origin,
    claims.article_version_id,
from article_entities
inner join claims
    on
        article_entities.article_version_id = claims.article_version_id
        and article_entities.entity_key = claims.speaker_entity_key
inner join articles_current on claims.article_version_id = articles_current.article_version_id
where article_entities.entity_id = $id and not claims.is_boilerplate
order by articles_current.reported_on desc, articles_current.is_origin desc, claims.start_char asc
limit 60
