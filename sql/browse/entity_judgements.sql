-- What people judged of it.
with own as (
    select distinct article_entities.judgement_id
    from article_entities
    where article_entities.entity_id = $id and article_entities.judgement_id is not null
)

select
    entity_judgements.declared_in,
    entity_judgements.line_no,
    entity_judgements.left_text,
    entity_judgements.right_text,
    entity_judgements.verdict,
    entity_judgements.who,
    entity_judgements.why,
    entity_judgements.judged_at,
    entity_judgements.state,
    entity_judgements.state_text
from entity_judgements
where
    entity_judgements.judgement_id in (select own.judgement_id from own)
    or $id in (entity_judgements.left_text, entity_judgements.right_text)
order by entity_judgements.declared_in asc, entity_judgements.line_no asc
limit 40
