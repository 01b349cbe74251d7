-- Who accuses, blames, sues or praises whom, and of what?
select
    accusations.polarity,
    accusations.speaker_text,
    accusations.cue_lemma,
    accusations.target_text,
    accusations.contents,
    accusations.outlets,
    accusations.origin_count,
from accusations
order by accusations.polarity asc nulls last, accusations.origin_count desc, accusations.speaker_text asc, accusations.cue_lemma asc
