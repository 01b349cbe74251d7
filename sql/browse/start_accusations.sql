-- Who accuses, blames or sues whom, newest first; praise stays in the view.
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
where accusations.polarity is distinct from 'positive'
order by accusations.last_reported_on desc, accusations.origin_count desc, accusations.accusation_id asc
limit 12
