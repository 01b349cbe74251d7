-- What did someone deny, where, and in how many independent stories? Put the name into the where clause.
select
    claims.speaker_name,
    claims.cue_text,
    claims.content_text,
    count(distinct articles_current.article_id) as article_count,
    count(distinct articles_current.story_id) as origin_count,
    min(articles_current.url) as example_url,
from claims
inner join articles_current on claims.article_version_id = articles_current.article_version_id
where
    (claims.cue_kind = 'deny' or claims.is_negated)
    and not claims.is_boilerplate
    and contains(lower(claims.speaker_name), lower('voss'))
group by claims.speaker_name, claims.cue_text, claims.content_text
order by origin_count desc, claims.content_text asc
