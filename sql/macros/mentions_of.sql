-- Where a name appears: `from mentions_of('Nordhaven')` finds it by the fullest name in each article, with the words around it.
-- Of each article the newest version counts.
-- needs: mentions, articles, articles_current
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
        mentions.mention_id,
    from mentions
    inner join articles on mentions.article_version_id = articles.article_version_id
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    where
        contains(lower(mentions.entity_name), lower(wanted_name))
        and not mentions.is_boilerplate
    order by published_at desc nulls last, mentions.article_version_id asc, mentions.start_char asc;
