-- grain: one row per named speaker
with statements as (
    select
        coalesce(
            entity_keys.entity_id, left(sha256(claims.speaker_kind || '|' || lower(claims.speaker_name)), 32)
        ) as speaker_id,
        entity_keys.entity_id,
        claims.speaker_kind,
        claims.speaker_name,
        claims.quote_type,
        claims.cue_kind,
        claims.is_negated,
        claims.relayed_by_claim_id,
        coalesce(claims.stated_on, articles_current.published_on) as stated_on,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.publisher_family_id,
    from claims
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    left join entity_keys on claims.speaker_entity_key = entity_keys.entity_key
    where not claims.is_boilerplate and claims.speaker_kind != 'outlet' and claims.speaker_name is not null
)

select
    statements.speaker_id,
    min(statements.entity_id) as entity_id,
    mode(statements.speaker_name order by statements.speaker_name) as speaker_name,
    mode(statements.speaker_kind order by statements.speaker_kind) as speaker_kind,
    count(*) as claim_count,
    count(*) filter (where statements.quote_type = 'direct') as direct_quote_count,
    count(*) filter (where statements.cue_kind = 'deny' or statements.is_negated) as denial_count,
    count(statements.relayed_by_claim_id) as relayed_count,
    count(distinct statements.article_id) as article_count,
    count(distinct statements.story_id) as origin_count,
    count(distinct statements.publisher_family_id) as family_count,
    min(statements.stated_on) as first_stated_on,
    max(statements.stated_on) as last_stated_on,
from statements
group by statements.speaker_id
