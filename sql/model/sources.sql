-- grain: one row per publisher
with addressed as (
    select
        articles.source_id,
        articles.site_name,
        articles.language,
        articles.captured_at,
        nullif(regexp_extract(articles.normalized_url, '^[a-z]+://(?:www\.)?([^/:?#]+)', 1), '') as domain,
    from articles
),

article_sources as (
    select
        addressed.source_id,
        mode(addressed.site_name order by addressed.site_name) as site_name,
        mode(addressed.domain order by addressed.domain) as domain,
        mode(addressed.language order by addressed.language) as primary_language,
        min(addressed.captured_at) as first_captured_at,
        max(addressed.captured_at) as last_captured_at,
    from addressed
    group by addressed.source_id
)

select
    coalesce(publishers.source_id, article_sources.source_id) as source_id,
    coalesce(
        publishers.name, article_sources.site_name, article_sources.domain, publishers.source_id,
        article_sources.source_id
    ) as name,
    coalesce(publishers.canonical_domain, article_sources.domain) as canonical_domain,
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
