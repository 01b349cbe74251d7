-- Statements in it, with how many of its articles print each.
select
    arg_min(claims.claim_id, (not articles_current.is_origin, claims.start_char, claims.claim_id)) as claim_id,
    any_value(coalesce(claims.speaker_name, claims.source_text)) as speaker_name,
    any_value(claims.cue_text) as cue_text,
    any_value(claims.content_text) as content_text,
    count(distinct articles_current.article_id) as article_count,
    bool_or(articles_current.is_origin) as is_in_origin,
from articles_current
inner join claims
    on articles_current.article_version_id = claims.article_version_id and articles_current.captured_on = claims.captured_on
where articles_current.story_id = $id and not claims.is_boilerplate and claims.speaker_kind != 'outlet'
group by lower(claims.content_text)
order by article_count desc, claim_id asc
limit 60
