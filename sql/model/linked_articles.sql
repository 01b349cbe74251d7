-- grain: one row per link in the text of an article version to another article that is here
with addresses as (
    select
        articles.article_id,
        articles.source_id,
        articles.normalized_url as address,
    from articles
    where articles.normalized_url is not null
    union
    select
        articles.article_id,
        articles.source_id,
        articles.url as address,
    from articles
    where articles.url is not null
),

-- The address after normalisation names an article; so does the one that a page without canonical address was read at.
matches as (
    select
        links.article_version_id,
        links.position,
        min(addresses.article_id) as target_article_id,
        min_by(addresses.source_id, addresses.article_id) as target_source_id,
    from links
    inner join addresses on addresses.address in (links.normalized_url, links.url)
    group by links.article_version_id, links.position
)

select
    articles.article_id,
    links.article_version_id,
    links.position,
    articles.source_id,
    matches.target_article_id,
    matches.target_source_id,
    links.kind,
    links.anchor_text,
    links.start_char,
    links.end_char,
    articles.source_id = matches.target_source_id as is_same_source,
from matches
inner join links on matches.article_version_id = links.article_version_id and matches.position = links.position
inner join articles on links.article_version_id = articles.article_version_id
where articles.article_id != matches.target_article_id
