-- Where a name appears: `from mentions_of('Nordhaven')` finds it by the fullest name in each article, and the entities that go by it under all their names, with the words around.
-- Of each article the newest version counts.
-- needs: mentions, articles, articles_current, article_entities, entities, entity_aliases
create macro mentions_of(wanted_name) as table
    select
        mentions.entity_name,
        mentions.mention_type,
        mentions.surface,
        mentions.role_text,
        in_context(
            case when mentions.in_headline then articles.headline else articles.text end,
            mentions.start_char,
            mentions.end_char,
            60
        ) as context_text,
        case when articles.published_confidence is distinct from 'guessed' then articles.published_at end as published_at,
        articles.source_id,
        articles.url,
        article_entities.entity_id,
        mentions.mention_id,
    from mentions
    inner join articles on mentions.article_version_id = articles.article_version_id
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    left join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    where
        not mentions.is_boilerplate
        and trim(wanted_name) <> ''
        and (
            contains(lower(mentions.entity_name), lower(trim(wanted_name)))
            or article_entities.entity_id in (select named.entity_id from entities_named(wanted_name) as named)
        )
    order by published_at desc nulls last, mentions.article_version_id asc, mentions.start_char asc;
