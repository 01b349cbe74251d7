-- grain: one row per named speaker
with statements as (
    select
        coalesce(
            article_entities.entity_id, left(sha256(claims.speaker_kind || '|' || lower(claims.speaker_name)), 32)
        ) as speaker_id,
        article_entities.entity_id,
        -- One article may take a firm's name for a person's; what it is follows from all of them.
        case
            when entities.entity_type = 'PERSON' then 'person'
            when entities.entity_type = 'ORG' and starts_with(claims.speaker_entity_key, 'PERSON|') then 'organisation'
            else claims.speaker_kind
        end as speaker_kind,
        claims.speaker_name,
        claims.quote_type,
        claims.cue_kind,
        claims.cue_stance,
        claims.is_negated,
        claims.relayed_by_claim_id,
        lower(claims.content_text) as content_norm,
        len(regexp_extract_all(claims.content_text, '\w+(?:[''’-]\w+)*')) as word_count,
        coalesce(
            claims.stated_on, if(articles_current.is_undated, null, articles_current.published_on)
        ) as stated_on,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.source_id,
        articles_current.publisher_family_id,
    from claims
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    left join article_entities
        on
            claims.article_version_id = article_entities.article_version_id
            and claims.speaker_entity_key = article_entities.entity_key
    left join entities on article_entities.entity_id = entities.entity_id
    where not claims.is_boilerplate and claims.speaker_kind != 'outlet' and claims.speaker_name is not null
),

-- The same words in copies of one story are said once.
said_once as (
    select
        statements.speaker_id,
        statements.story_id,
        statements.content_norm,
        max(statements.word_count) as word_count,
        max(case when statements.quote_type = 'direct' then statements.word_count else 0 end) as quoted_word_count,
    from statements
    group by statements.speaker_id, statements.story_id, statements.content_norm
),

words as (
    select
        said_once.speaker_id,
        sum(said_once.word_count)::bigint as word_count,
        sum(said_once.quoted_word_count)::bigint as quoted_word_count,
    from said_once
    group by said_once.speaker_id
),

counted as (
    select
        statements.speaker_id,
        min(statements.entity_id) as entity_id,
        mode(statements.speaker_name order by statements.speaker_name) as speaker_name,
        mode(statements.speaker_kind order by statements.speaker_kind) as speaker_kind,
        count(*) as claim_count,
        count(*) filter (where statements.quote_type = 'direct') as direct_quote_count,
        count(*) filter (where statements.cue_kind in ('report', 'assert', 'document')) as assertion_count,
        count(*) filter (where statements.cue_kind = 'deny' or statements.is_negated) as denial_count,
        count(*) filter (where statements.cue_kind = 'believe') as belief_count,
        count(*) filter (where statements.cue_kind = 'warn') as warning_count,
        count(*) filter (where statements.cue_kind = 'promise') as promise_count,
        count(*) filter (where statements.cue_kind = 'order') as demand_count,
        count(*) filter (where statements.cue_kind = 'question') as question_count,
        count(*) filter (where statements.cue_stance = 'neutral') as neutral_cue_count,
        count(*) filter (where statements.cue_stance = 'distancing') as distancing_cue_count,
        count(*) filter (where statements.cue_stance = 'endorsing') as endorsing_cue_count,
        count(statements.relayed_by_claim_id) as relayed_count,
        count(distinct statements.article_id) as article_count,
        count(distinct statements.story_id) as origin_count,
        count(distinct statements.source_id) as source_count,
        count(distinct statements.publisher_family_id) as family_count,
        min(statements.stated_on) as first_stated_on,
        max(statements.stated_on) as last_stated_on,
    from statements
    group by statements.speaker_id
)

select
    counted.speaker_id,
    counted.entity_id,
    counted.speaker_name,
    counted.speaker_kind,
    counted.claim_count,
    words.word_count,
    words.quoted_word_count,
    counted.direct_quote_count,
    counted.assertion_count,
    counted.denial_count,
    counted.belief_count,
    counted.warning_count,
    counted.promise_count,
    counted.demand_count,
    counted.question_count,
    counted.neutral_cue_count,
    counted.distancing_cue_count,
    counted.endorsing_cue_count,
    counted.relayed_count,
    counted.article_count,
    counted.origin_count,
    counted.source_count,
    counted.family_count,
    counted.first_stated_on,
    counted.last_stated_on,
from counted
inner join words on counted.speaker_id = words.speaker_id
