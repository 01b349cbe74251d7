-- grain: one row per article, in its newest version
select
    articles_current.article_id as id,
    'Article' as schema,
    {
        'name': [coalesce(articles_current.headline, articles_current.url, articles_current.article_id)],
        'fileName': [articles_current.article_id || '.html'],
        'title': [articles_current.headline],
        'sourceUrl': [articles_current.url],
        'publisher': [articles_current.source_name],
        'language': [articles_current.language],
        'publishedAt': [
            case when not articles_current.is_undated then articles_current.published_on::varchar end
        ],
        'retrievedAt': [strftime(articles_current.captured_at, '%Y-%m-%dT%H:%M:%S')]
    } as properties,
from articles_current
order by articles_current.article_id
