-- Its origin and copies, with what each did to the text.
select
    story_members.article_id,
    story_members.article_version_id,
    story_members.is_origin,
    story_members.shared_share,
    story_members.has_same_opening,
    story_members.lag_s,
    story_members.lag_precision,
    story_members.reported_at,
    story_members.syndication_credit,
    articles_current.headline,
    articles_current.source_id,
    articles_current.source_name,
    articles_current.published_precision,
    articles_current.is_undated,
    articles_current.word_count,
    articles_current.version_count,
    articles_current.url,
from story_members
inner join articles_current on story_members.article_id = articles_current.article_id
where story_members.story_id = $id
order by story_members.is_origin desc, story_members.reported_at asc, story_members.article_id asc
limit 300
