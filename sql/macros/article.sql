-- One article with its facts: `from article('id')` takes an article_id (its newest version) or an article_version_id (that version).
-- needs: articles, articles_current, sources
create macro article(wanted_id) as table
    select
        articles.headline,
        coalesce(sources.name, articles.source_id) as source_name,
        case when articles.published_confidence is distinct from 'guessed' then articles.published_at end as published_at,
        articles.article_type,
        articles.language,
        articles.word_count,
        articles.text,
        articles_current.article_version_id is not null as is_newest,
        articles_current.is_origin,
        articles_current.story_id,
        articles.source_id,
        articles.url,
        articles.article_id,
        articles.article_version_id,
    from articles
    left join articles_current on articles.article_version_id = articles_current.article_version_id
    left join sources on articles.source_id = sources.source_id
    where
        articles.article_version_id = wanted_id
        or (articles.article_id = wanted_id and articles_current.article_version_id is not null);
