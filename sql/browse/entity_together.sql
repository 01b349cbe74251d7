-- Who is named with it in one sentence, by stories; npmi says how much oftener than by chance.
with pairs as materialized (
    select
        cooccurrence.*,
        if(cooccurrence.first_entity_id = $id, cooccurrence.second_entity_id, cooccurrence.first_entity_id) as entity_id,
        if(cooccurrence.first_entity_id = $id, cooccurrence.second_name, cooccurrence.first_name) as canonical_name,
    from cooccurrence
    where cooccurrence.first_entity_id = $id or cooccurrence.second_entity_id = $id
    order by cooccurrence.origin_count desc, cooccurrence.npmi desc nulls last, canonical_name asc, entity_id asc
    limit 20
),

-- By their ids alone first, of a million sentences the wide columns of few.
examples as (
    select sentences.rowid as example_row
    from sentences
    where sentences.sentence_id in (select pairs.example_sentence_id from pairs)
),

told as (
    select
        sentences.sentence_id,
        sentences.article_version_id,
        sentences.start_char,
        sentences.end_char,
        sentences.in_headline,
        sentences.surface,
    from sentences
    where sentences.rowid in (select examples.example_row from examples)
)

select
    pairs.entity_id,
    pairs.canonical_name,
    pairs.sentence_count,
    pairs.origin_count,
    pairs.npmi,
    told.article_version_id,
    told.start_char,
    told.end_char,
    told.in_headline,
    told.surface,
from pairs
left join told on pairs.example_sentence_id = told.sentence_id
order by pairs.origin_count desc, pairs.npmi desc nulls last, pairs.canonical_name asc, pairs.entity_id asc
