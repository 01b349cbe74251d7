-- Who says what about the barrier, in which outlet, and through whom did it come?
select
    articles_current.source_name,
    claims.speaker_name,
    claims.cue_lemma,
    replace(left(claims.content_text, 90), chr(10), ' ... ') as content_text,
    relaying.speaker_name as relayed_by,
from claims
inner join articles_current on claims.article_version_id = articles_current.article_version_id
left join claims as relaying on claims.relayed_by_claim_id = relaying.claim_id
where
    claims.content_text ilike '%barrier%'
    and claims.speaker_kind <> 'outlet'
    and claims.speaker_name is not null
    and articles_current.is_origin
    and not claims.is_boilerplate
order by articles_current.source_name, claims.speaker_name, claims.claim_id
limit 8
