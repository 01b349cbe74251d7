-- Where a name appears: `from mentions_of('Nordhaven')` finds it by the fullest name in each article, and the entities that go by it under all their names, with the words around.
-- Of each article the newest version counts.
-- needs: mentions, articles, articles_current, article_entities, entities, entity_aliases
create macro mentions_of(wanted_name) as table
    with named_keys as (
        select
            article_entities.article_version_id,
            article_entities.entity_key,
        from article_entities
        inner join entities_named(wanted_name) as named on article_entities.entity_id = named.entity_id
    ),

    -- The two ways to find a mention apart: joined by "or" they would make every mention look up its entity.
    found as (
        select
            mentions.article_version_id,
            mentions.entity_key,
            mentions.entity_name,
            mentions.mention_type,
            mentions.surface,
            mentions.role_text,
            mentions.in_headline,
            mentions.start_char,
            mentions.end_char,
            mentions.mention_id,
        from mentions
        where not mentions.is_boilerplate and contains(lower(mentions.entity_name), lower(trim(wanted_name)))
        union
        select
            mentions.article_version_id,
            mentions.entity_key,
            mentions.entity_name,
            mentions.mention_type,
            mentions.surface,
            mentions.role_text,
            mentions.in_headline,
            mentions.start_char,
            mentions.end_char,
            mentions.mention_id,
        from mentions
        inner join named_keys
            on
                mentions.article_version_id = named_keys.article_version_id
                and mentions.entity_key = named_keys.entity_key
        where not mentions.is_boilerplate
    ),

    sorted as (
        select
            found.entity_name,
            found.mention_type,
            found.surface,
            found.role_text,
            found.start_char,
            found.end_char,
            found.mention_id,
            case when found.in_headline then articles.headline else articles.text end as full_text,
            case
                when articles.published_confidence is distinct from 'guessed' then articles.published_at
            end as published_at,
            articles.source_id,
            articles.url,
            article_entities.entity_id,
        from found
        inner join articles_current on found.article_version_id = articles_current.article_version_id
        inner join articles on found.article_version_id = articles.article_version_id
        left join article_entities
            on
                found.article_version_id = article_entities.article_version_id
                and found.entity_key = article_entities.entity_key
        where trim(wanted_name) <> ''
        order by published_at desc nulls last, found.article_version_id asc, found.start_char asc
    )

    -- Outside the sort, so that a limit cuts no more texts than it shows.
    select
        sorted.entity_name,
        sorted.mention_type,
        sorted.surface,
        sorted.role_text,
        in_context(sorted.full_text, sorted.start_char, sorted.end_char, 60) as context_text,
        sorted.published_at,
        sorted.source_id,
        sorted.url,
        sorted.entity_id,
        sorted.mention_id,
    from sorted;
