-- One person, organisation or place.
select entities.*, speakers.claim_count, speakers.direct_quote_count, speakers.denial_count,
    speakers.distancing_cue_count, speakers.endorsing_cue_count
from entities
left join speakers on entities.entity_id = speakers.entity_id
where entities.entity_id = $id
