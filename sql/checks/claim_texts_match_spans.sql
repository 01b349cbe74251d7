-- grain: one row per claim whose content_text is not the text of its content spans, joined by line feeds
with claim_texts as (
    select
        claims.claim_id,
        claims.article_version_id,
        claims.content,
        claims.content_text,
        if(claims.in_headline, articles.headline, articles.text) as full_text,
    from claims
    left join articles on claims.article_version_id = articles.article_version_id
    where claims.captured_on between $first_day and $last_day
)

select
    claim_texts.claim_id,
    claim_texts.article_version_id,
    claim_texts.content_text,
from claim_texts
where
    claim_texts.content_text is distinct from array_to_string(
        [substring(claim_texts.full_text, span.start_char + 1, span.end_char - span.start_char) for span in claim_texts.content], chr(10)
    )
