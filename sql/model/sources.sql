-- grain: one row per publisher
with article_sources as (
    select
        articles.source_id,
        mode(articles.site_name) as site_name,
        mode(regexp_extract(articles.normalized_url, '^[a-z]+://(?:www\.)?([^/:?#]+)', 1)) as domain,
        mode(articles.language) as primary_language,
        min(articles.captured_at) as first_captured_at,
        max(articles.captured_at) as last_captured_at,
    from articles
    group by articles.source_id
)

select
    coalesce(publishers.source_id, article_sources.source_id) as source_id,
    coalesce(
        publishers.name, article_sources.site_name, nullif(article_sources.domain, ''), publishers.source_id,
        article_sources.source_id
    ) as name,
    coalesce(publishers.canonical_domain, nullif(article_sources.domain, '')) as canonical_domain,
    coalesce(publishers.alternative_domains, []) as alternative_domains,
    coalesce(publishers.publisher_family_id, publishers.source_id, article_sources.source_id) as publisher_family_id,
    publishers.country_code,
    publishers.media_type,
    coalesce(publishers.primary_language, article_sources.primary_language) as primary_language,
    publishers.reliability_label,
    publishers.reliability_provider,
    publishers.valid_from,
    publishers.valid_to,
    publishers.source_id is not null as is_declared,
    article_sources.first_captured_at,
    article_sources.last_captured_at,
from article_sources
full outer join publishers on article_sources.source_id = publishers.source_id
