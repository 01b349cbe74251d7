-- grain: one row per person or organisation; one that mentions call both is a legal entity
with called as (
    select
        article_entities.entity_id,
        count(distinct mentions.mention_type) filter (where mentions.mention_type in ('PERSON', 'ORG')) as type_count,
        list_sort(list(distinct lower(mentions.country_code)) filter (where mentions.country_code is not null)) as countries,
    from mentions
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    where not mentions.is_boilerplate
    group by article_entities.entity_id
),

names as (
    select
        entity_aliases.entity_id,
        list_sort(list(distinct entity_aliases.surface)) as surfaces,
    from entity_aliases
    inner join entities on entity_aliases.entity_id = entities.entity_id
    where entity_aliases.surface <> entities.canonical_name
    group by entity_aliases.entity_id
)

select
    entities.entity_id as id,
    case
        when called.type_count > 1 then 'LegalEntity'
        when entities.entity_type = 'PERSON' then 'Person'
        else 'Organization'
    end as schema,
    {
        'name': [entities.canonical_name],
        'alias': names.surfaces,
        'country': case when len(called.countries) = 1 then called.countries end
    } as properties,
from entities
inner join called on entities.entity_id = called.entity_id
left join names on entities.entity_id = names.entity_id
where entities.entity_type in ('PERSON', 'ORG')
order by entities.entity_id
