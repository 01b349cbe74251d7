-- Who is named with it in one sentence, by stories; npmi says how much oftener than by chance.
select
    if(cooccurrence.first_entity_id = $id, cooccurrence.second_entity_id, cooccurrence.first_entity_id) as entity_id,
    if(cooccurrence.first_entity_id = $id, cooccurrence.second_name, cooccurrence.first_name) as canonical_name,
    cooccurrence.sentence_count,
    cooccurrence.origin_count,
    cooccurrence.npmi,
    cooccurrence.article_version_id,
    cooccurrence.start_char,
    cooccurrence.end_char,
    cooccurrence.in_headline,
    cooccurrence.surface,
from cooccurrence
where cooccurrence.first_entity_id = $id or cooccurrence.second_entity_id = $id
order by cooccurrence.origin_count desc, cooccurrence.npmi desc nulls last, canonical_name asc, entity_id asc
limit 20
