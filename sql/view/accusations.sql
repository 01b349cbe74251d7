-- grain: one row per speaker, cue and who it is about: who accuses, blames, sues or praises whom
with statements as (
    select
        claims.claim_id,
        claims.start_char,
        claims.cue_lemma,
        claims.speaker_kind,
        coalesce(claims.speaker_name, claims.source_text) as speaker_text,
        claims.speaker_name is not null as is_speaker_named,
        claims.target_text,
        claims.content_text,
        claims.stated_on,
        speakers.entity_id as speaker_entity_id,
        targets.entity_id as target_entity_id,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.publisher_family_id,
        articles_current.source_name,
        articles_current.is_undated,
        articles_current.reported_on,
    from claims
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    left join article_entities as speakers
        on
            claims.article_version_id = speakers.article_version_id
            and claims.speaker_entity_key = speakers.entity_key
    left join article_entities as targets
        on
            claims.article_version_id = targets.article_version_id
            and claims.target_entity_key = targets.entity_key
    where not claims.is_boilerplate and claims.target_text is not null and not claims.is_negated
),

named as (
    select
        statements.*,
        -- Who is not an entity is told apart by the words that stand for it, and by its story where those are a role.
        coalesce(
            statements.speaker_entity_id,
            if(statements.is_speaker_named, '', statements.story_id) || '|' || lower(coalesce(statements.speaker_text, ''))
        ) as speaker_key,
        coalesce(statements.target_entity_id, statements.story_id || '|' || lower(statements.target_text)) as target_key,
    from statements
),

counted as (
    select
        named.speaker_key,
        named.cue_lemma,
        named.target_key,
        min(named.speaker_entity_id) as speaker_entity_id,
        min(named.target_entity_id) as target_entity_id,
        mode(named.speaker_text order by named.speaker_text) as speaker_text,
        mode(named.speaker_kind order by named.speaker_kind) as speaker_kind,
        mode(named.target_text order by named.target_text) as target_text,
        list_sort(list(distinct named.content_text)) as contents,
        arg_min(named.claim_id, named.reported_on::varchar || named.claim_id) as first_claim_id,
        list_sort(list(distinct named.source_name) filter (where named.source_name is not null)) as outlets,
        count(distinct named.article_id) as article_count,
        count(distinct named.story_id) as origin_count,
        count(distinct named.publisher_family_id) as family_count,
        count(distinct named.article_id) filter (where named.is_undated) as undated_article_count,
        min(named.reported_on) as first_reported_on,
        max(named.reported_on) as last_reported_on,
    from named
    group by named.speaker_key, named.cue_lemma, named.target_key
),

polarities (language, lemma, polarity) as (
    from word_rows('statements', 'polarity')
),

judged as (
    select
        polarities.lemma,
        min(polarities.polarity) as polarity,
    from polarities
    group by polarities.lemma
)

select
    left(sha256(concat_ws('|', counted.speaker_key, counted.cue_lemma, counted.target_key)), 32) as accusation_id,
    counted.speaker_entity_id,
    counted.speaker_text,
    counted.speaker_kind,
    counted.cue_lemma,
    judged.polarity,
    counted.target_entity_id,
    coalesce(entities.canonical_name, counted.target_text) as target_text,
    counted.contents,
    counted.first_claim_id,
    coalesce(counted.outlets, []) as outlets,
    counted.article_count,
    counted.origin_count,
    counted.family_count,
    counted.undated_article_count,
    counted.first_reported_on,
    counted.last_reported_on,
from counted
left join judged on counted.cue_lemma = judged.lemma
left join entities on counted.target_entity_id = entities.entity_id
