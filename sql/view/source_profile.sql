-- grain: one row per publisher with articles
with article_facts as (
    select
        articles_current.source_id,
        count(*) as article_count,
        count(distinct articles_current.story_id) as origin_count,
        count(*) filter (where articles_current.is_origin) as own_article_count,
        count(*) filter (where not articles_current.is_origin) as copied_article_count,
        count(*) filter (where articles_current.is_undated) as undated_article_count,
        count(*) filter (where articles_current.version_count > 1) as changed_article_count,
        median(articles_current.word_count) as median_word_count,
        min(articles_current.reported_on) as first_reported_on,
        max(articles_current.reported_on) as last_reported_on,
    from articles_current
    group by articles_current.source_id
),

claim_facts as (
    select
        articles_current.source_id,
        count(*) filter (where claims.speaker_kind != 'outlet') as claim_count,
        count(*) filter (where claims.quote_type = 'direct') as direct_quote_count,
        count(*) filter (where claims.speaker_kind = 'unnamed') as unnamed_claim_count,
        count(distinct claims.speaker_name) filter (where claims.speaker_kind != 'outlet') as speaker_count,
    from claims
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    where not claims.is_boilerplate
    group by articles_current.source_id
),

number_facts as (
    select
        articles_current.source_id,
        count(*) as number_count,
        count(*) filter (where numbers.said_by_claim_id is not null) as attributed_number_count,
    from numbers
    inner join articles_current on numbers.article_version_id = articles_current.article_version_id
    where not numbers.is_boilerplate and numbers.kind not in ('year', 'date_part', 'time_part', 'name_part')
    group by articles_current.source_id
)

select
    article_facts.source_id,
    sources.name,
    sources.publisher_family_id,
    article_facts.article_count,
    article_facts.origin_count,
    article_facts.own_article_count,
    article_facts.copied_article_count / article_facts.article_count as copied_share,
    article_facts.undated_article_count / article_facts.article_count as undated_share,
    article_facts.changed_article_count / article_facts.article_count as changed_share,
    article_facts.median_word_count,
    coalesce(claim_facts.claim_count, 0) as claim_count,
    coalesce(claim_facts.direct_quote_count, 0) as direct_quote_count,
    coalesce(claim_facts.speaker_count, 0) as speaker_count,
    claim_facts.unnamed_claim_count / nullif(claim_facts.claim_count, 0) as unnamed_share,
    coalesce(number_facts.number_count, 0) as number_count,
    number_facts.attributed_number_count / nullif(number_facts.number_count, 0) as attributed_number_share,
    article_facts.first_reported_on,
    article_facts.last_reported_on,
from article_facts
inner join sources on article_facts.source_id = sources.source_id
left join claim_facts on article_facts.source_id = claim_facts.source_id
left join number_facts on article_facts.source_id = number_facts.source_id
