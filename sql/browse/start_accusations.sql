-- Who accuses, blames, sues or praises whom, newest first.
select
    accusations.accusation_id,
    accusations.speaker_entity_id,
    accusations.speaker_text,
    accusations.speaker_kind,
    accusations.cue_lemma,
    accusations.target_entity_id,
    accusations.target_text,
    accusations.contents,
    accusations.first_claim_id,
    accusations.origin_count,
    accusations.last_reported_on,
from accusations
order by accusations.last_reported_on desc, accusations.origin_count desc, accusations.accusation_id asc
limit 12
