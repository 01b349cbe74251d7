-- What is said about someone or something: `from claims_about('Nordhaven')` finds statements that hold the words, and those that name or address an entity that goes by them.
-- Of each article the newest version counts.
-- needs: claims, mentions, articles, articles_current, article_entities, entities, entity_aliases
create macro claims_about(wanted_name) as table
    with wanted as (
        select
            article_entities.article_version_id,
            article_entities.entity_key,
        from article_entities
        inner join articles_current on article_entities.article_version_id = articles_current.article_version_id
        where article_entities.entity_id in (select named.entity_id from entities_named(wanted_name) as named)
    ),

    spans as (
        select
            claims.claim_id,
            claims.article_version_id,
            claims.in_headline,
            unnest(claims.content) as span,
        from claims
        where claims.article_version_id in (select wanted.article_version_id from wanted)
    ),

    naming as (
        select distinct spans.claim_id
        from wanted
        inner join mentions
            on wanted.article_version_id = mentions.article_version_id and wanted.entity_key = mentions.entity_key
        inner join spans
            on
                mentions.article_version_id = spans.article_version_id
                and mentions.in_headline = spans.in_headline
                and mentions.start_char >= spans.span.start_char
                and mentions.end_char <= spans.span.end_char
    ),

    targeting as (
        select claims.claim_id
        from claims
        inner join wanted
            on
                claims.article_version_id = wanted.article_version_id
                and claims.target_entity_key = wanted.entity_key
    )

    select
        coalesce(claims.speaker_name, claims.source_text) as speaker_name,
        claims.cue_text,
        claims.content_text,
        claims.claim_id in (select targeting.claim_id from targeting) as is_target,
        coalesce(
            claims.stated_on,
            case when articles.published_confidence is distinct from 'guessed' then articles.published_at::date end
        ) as stated_on,
        articles.source_id,
        articles.url,
        claims.claim_id,
        claims.article_version_id,
    from claims
    inner join articles on claims.article_version_id = articles.article_version_id
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    where
        not claims.is_boilerplate
        and trim(wanted_name) <> ''
        and (
            contains(lower(claims.content_text), lower(trim(wanted_name)))
            or claims.claim_id in (select naming.claim_id from naming)
            or claims.claim_id in (select targeting.claim_id from targeting)
        )
    order by stated_on desc nulls last, claims.article_version_id asc, claims.start_char asc;
