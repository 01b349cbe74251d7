-- grain: one row per name of a person or an organisation in an article's newest version
select
    mentions.mention_id as id,
    'Mention' as schema,
    {
        'document': [articles_current.article_id],
        'resolved': [article_entities.entity_id],
        'name': [mentions.surface],
        'detectedSchema': [case when mentions.mention_type = 'PERSON' then 'Person' else 'Organization' end]
    } as properties,
from mentions
inner join articles_current on mentions.article_version_id = articles_current.article_version_id
inner join article_entities
    on
        mentions.article_version_id = article_entities.article_version_id
        and mentions.entity_key = article_entities.entity_key
inner join entities on article_entities.entity_id = entities.entity_id
where not mentions.is_boilerplate and entities.entity_type in ('PERSON', 'ORG')
order by mentions.mention_id
