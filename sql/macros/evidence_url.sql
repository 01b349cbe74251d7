-- Where a row is seen in its text: `evidence_url(claim_id)` is its page of `broadsheet browse`; any id of a row, article, entity, figure, story or source. For pages elsewhere: set variable evidence_base = 'https://...'.
create macro evidence_url(row_id) as
    coalesce(getvariable('evidence_base')::varchar, 'http://127.0.0.1:8517') || '/id/' || row_id;
