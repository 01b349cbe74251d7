-- grain: one row per article version that names a person or organisation that few others do
with named as (
    select
        article_entities.article_version_id,
        article_entities.entity_id,
    from article_entities
    where article_entities.entity_type in ('PERSON', 'ORG')
),

totals as (
    select count(*) as name_count
    from named
),

counted as (
    select
        named.entity_id,
        count(*) as name_count,
    from named
    group by named.entity_id
)

-- Figures are of one event more strictly than statements are: the same number may be given of two.
select
    named.article_version_id,
    list_sort(list(distinct named.entity_id)) as names,
    list_sort(coalesce(
        list(distinct named.entity_id) filter (where counted.name_count <= greatest(20, totals.name_count / 5000)), []
    )) as rarest_names,
from named
inner join counted on named.entity_id = counted.entity_id
cross join totals
where counted.name_count <= greatest(100, totals.name_count / 2000)
group by named.article_version_id
