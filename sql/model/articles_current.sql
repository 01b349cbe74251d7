-- grain: one row per article, in its newest version
with versions as (
    select
        articles.article_id,
        count(*)::integer as version_count,
        min(articles.captured_at) as first_captured_at,
    from articles
    group by articles.article_id
),

story_sizes as (
    select
        story_members.story_id,
        count(*)::integer as story_article_count,
    from story_members
    group by story_members.story_id
)

select
    story_members.article_id,
    story_members.article_version_id,
    versions.version_count,
    articles.source_id,
    sources.name as source_name,
    sources.publisher_family_id,
    story_members.story_id,
    story_members.is_origin,
    story_sizes.story_article_count,
    articles.headline,
    articles.url,
    articles.normalized_url,
    articles.article_type,
    articles.article_section,
    articles.language,
    articles.published_at,
    articles.published_on,
    articles.published_precision,
    articles.published_confidence,
    -- A guessed day is kept, but nothing counts it as known.
    (articles.published_on is null or coalesce(articles.published_confidence, '') = 'guessed') as is_undated,
    if(
        coalesce(articles.published_confidence, '') = 'guessed',
        articles.captured_on,
        coalesce(articles.published_on, articles.captured_on)
    ) as reported_on,
    versions.first_captured_at,
    articles.captured_at,
    articles.captured_on,
    articles.word_count,
    articles.syndication_credit,
from story_members
inner join articles on story_members.article_version_id = articles.article_version_id
inner join versions on story_members.article_id = versions.article_id
inner join story_sizes on story_members.story_id = story_sizes.story_id
inner join sources on articles.source_id = sources.source_id
