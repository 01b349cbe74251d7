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
),

declared as (
    select
        publishers.source_id,
        publishers.name,
        publishers.canonical_domain,
        publishers.alternative_domains,
        publishers.publisher_family_id,
        publishers.family_source_url,
        publishers.country_code,
        publishers.media_type,
        publishers.primary_language,
        publishers.reliability_label,
        publishers.reliability_provider,
        publishers.valid_from,
        publishers.valid_to,
    from publishers
    where publishers.declared_in != 'starter list'
),

starters as (
    select
        publishers.canonical_domain,
        publishers.name,
        publishers.publisher_family_id,
        publishers.family_source_url,
    from publishers
    where publishers.declared_in = 'starter list'
),

known as (
    select
        coalesce(declared.source_id, article_sources.source_id) as source_id,
        declared.name as declared_name,
        article_sources.site_name,
        coalesce(declared.canonical_domain, article_sources.domain) as canonical_domain,
        coalesce(declared.alternative_domains, []) as alternative_domains,
        declared.publisher_family_id,
        declared.family_source_url,
        declared.country_code,
        declared.media_type,
        coalesce(declared.primary_language, article_sources.primary_language) as primary_language,
        declared.reliability_label,
        declared.reliability_provider,
        declared.valid_from,
        declared.valid_to,
        declared.source_id is not null as is_declared,
        article_sources.first_captured_at,
        article_sources.last_captured_at,
    from article_sources
    full outer join declared on article_sources.source_id = declared.source_id
)

select
    known.source_id,
    coalesce(known.declared_name, known.site_name, starters.name, known.canonical_domain, known.source_id) as name,
    known.canonical_domain,
    known.alternative_domains,
    coalesce(known.publisher_family_id, starters.publisher_family_id, known.source_id) as publisher_family_id,
    case
        when known.publisher_family_id is not null then 'declared'
        when starters.publisher_family_id is not null then 'starter list'
        else 'none'
    end as family_method,
    if(known.publisher_family_id is null, starters.family_source_url, known.family_source_url) as family_source_url,
    known.country_code,
    known.media_type,
    known.primary_language,
    known.reliability_label,
    known.reliability_provider,
    known.valid_from,
    known.valid_to,
    known.is_declared,
    known.first_captured_at,
    known.last_captured_at,
from known
-- A declared id says nothing of the domain; an id that is a domain is the registered one.
left join starters
    on if(known.is_declared, coalesce(known.canonical_domain, known.source_id), known.source_id) = starters.canonical_domain
