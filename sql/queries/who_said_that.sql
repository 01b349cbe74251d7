-- Who said something about a subject, in what words, and in how many independent stories? Change the word.
select
    claims.speaker_name,
    claims.cue_kind,
    min(claims.content_text) as content_text,
    count(distinct articles_current.article_id) as articles,
    count(distinct articles_current.story_id) as origins,
    count(distinct articles_current.publisher_family_id) as families,
from claims
inner join articles_current on claims.article_version_id = articles_current.article_version_id
where
    claims.content_text ilike '%ferry%'
    and claims.speaker_kind <> 'outlet'
    and claims.speaker_name is not null
    and not claims.is_boilerplate
group by all
order by articles desc, claims.speaker_name asc, claims.cue_kind asc
limit 50
