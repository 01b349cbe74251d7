-- One statement, with the article it stands in.
select
    claims.*, articles.headline, articles.text, articles.url, articles.source_id, sources.name as source_name,
    articles.published_on, articles.published_confidence, articles.captured_at, entity_keys.entity_id,
from claims
inner join articles on claims.article_version_id = articles.article_version_id
left join sources on articles.source_id = sources.source_id
left join entity_keys on claims.speaker_entity_key = entity_keys.entity_key
where claims.claim_id = $id
