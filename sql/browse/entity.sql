-- One person, organisation or place.
select
    entities.entity_id,
    entities.entity_type,
    entities.canonical_name,
    entities.role_text,
    entities.country_code,
    entities.geonames_id,
    entities.first_seen_at,
    entities.last_seen_at,
    entities.mention_count,
    entities.alias_count,
    entities.article_count,
    entities.origin_count,
    entities.family_count,
    speakers.claim_count,
    speakers.direct_quote_count,
    speakers.denial_count,
    speakers.distancing_cue_count,
    speakers.endorsing_cue_count
from entities
left join speakers on entities.entity_id = speakers.entity_id
where entities.entity_id = $id
