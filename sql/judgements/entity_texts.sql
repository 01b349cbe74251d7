-- Where some entities are named: key, article, how often, and the beginning of its text.
with named as (
    select
        article_entities.entity_id,
        article_entities.entity_key,
        article_entities.article_version_id,
        count(*) as mention_count,
        min(mentions.mention_id) as mention_id
    from article_entities
    inner join mentions
        on
            article_entities.article_version_id = mentions.article_version_id
            and article_entities.entity_key = mentions.entity_key
    where article_entities.entity_id in (select unnest($ids)) and not mentions.is_boilerplate
    group by
        article_entities.entity_id, article_entities.entity_key, article_entities.article_version_id
),

-- Articles in which a rule takes places for their teams.
among_teams as (
    select distinct article_entities.article_version_id
    from article_entities
    where article_entities.rule = 'team'
),

ranked as (
    select
        named.*,
        row_number() over (
            partition by named.entity_id
            order by named.mention_count desc, named.article_version_id asc, named.entity_key asc
        ) as place
    from named
)

select
    ranked.entity_id,
    ranked.entity_key,
    ranked.article_version_id,
    ranked.mention_count,
    ranked.mention_id,
    among_teams.article_version_id is not null as is_among_teams,
    coalesce(articles.headline, '') || ' ' || left(articles.text, 4000) as opening
from ranked
inner join articles on ranked.article_version_id = articles.article_version_id
left join among_teams on ranked.article_version_id = among_teams.article_version_id
where ranked.place <= $most
order by ranked.entity_id asc, ranked.place asc
