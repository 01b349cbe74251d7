-- What is said about someone or something, and by whom? Change the name.
select
    about.speaker_name,
    about.cue_text,
    about.content_text,
    about.is_target,
    about.stated_on,
    about.url,
from claims_about('Port Merrin') as about
order by about.stated_on desc nulls last, about.claim_id asc
limit 50
