-- What someone said: `from claims_by('Okafor')` finds every speaker whose name holds that word, and the entities that go by it under all their names, newest first, with the source.
-- Of each article the newest version counts.
-- needs: claims, articles, articles_current, article_entities, entities, entity_aliases
create macro claims_by(wanted_name) as table
    select
        claims.speaker_name,
        claims.cue_text,
        claims.content_text,
        coalesce(
            claims.stated_on,
            case when articles.published_confidence is distinct from 'guessed' then articles.published_at::date end
        ) as stated_on,
        articles.source_id,
        articles.url,
        article_entities.entity_id as speaker_entity_id,
        claims.claim_id,
        claims.article_version_id,
    from claims
    inner join articles on claims.article_version_id = articles.article_version_id
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    left join article_entities
        on
            claims.article_version_id = article_entities.article_version_id
            and claims.speaker_entity_key = article_entities.entity_key
    where
        not claims.is_boilerplate
        and trim(wanted_name) <> ''
        and (
            contains(lower(claims.speaker_name), lower(trim(wanted_name)))
            or article_entities.entity_id in (select named.entity_id from entities_named(wanted_name) as named)
        )
    order by stated_on desc nulls last, claims.article_version_id asc, claims.start_char asc;
