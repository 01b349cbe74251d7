-- The articles that name it, newest first.
select
    articles_current.article_version_id, any_value(articles_current.headline) as headline,
    any_value(articles_current.source_id) as source_id, any_value(articles_current.source_name) as source_name,
    any_value(articles_current.reported_on) as reported_on, any_value(articles_current.is_origin) as is_origin,
    arg_min(mentions.mention_id, (mentions.in_headline::integer * -1, mentions.start_char)) as mention_id,
    count(*) as mention_count,
from entity_keys
inner join mentions on entity_keys.entity_key = mentions.entity_key
inner join articles_current on mentions.article_version_id = articles_current.article_version_id
where entity_keys.entity_id = $id and not mentions.is_boilerplate
group by articles_current.article_version_id
order by reported_on desc, articles_current.article_version_id
limit 60
