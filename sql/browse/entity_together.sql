-- Who is named with it in one sentence, by stories; npmi says how much oftener than by chance.
with pairs as (
    select
        cooccurrence.*,
        if(cooccurrence.first_entity_id = $id, cooccurrence.second_entity_id, cooccurrence.first_entity_id) as entity_id,
        if(cooccurrence.first_entity_id = $id, cooccurrence.second_name, cooccurrence.first_name) as canonical_name,
    from cooccurrence
    where cooccurrence.first_entity_id = $id or cooccurrence.second_entity_id = $id
)

select
    pairs.entity_id,
    pairs.canonical_name,
    pairs.sentence_count,
    pairs.origin_count,
    pairs.npmi,
    sentences.article_version_id,
    sentences.start_char,
    sentences.end_char,
    sentences.in_headline,
    sentences.surface,
from pairs
left join sentences on pairs.example_sentence_id = sentences.sentence_id
order by pairs.origin_count desc, pairs.npmi desc nulls last, pairs.canonical_name asc
limit 20
