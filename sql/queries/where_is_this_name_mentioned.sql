-- Where is someone or something mentioned, under any of its names? Change the name.
select
    mentioned.surface,
    mentioned.role_text,
    mentioned.context_text,
    mentioned.source_id,
    mentioned.published_at,
    mentioned.url,
from mentions_of('Port Merrin') as mentioned
order by mentioned.published_at desc nulls last, mentioned.mention_id asc
limit 50
