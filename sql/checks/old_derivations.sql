-- grain: one row per day of a stage whose rows were made by older code, model or settings that nobody has accepted
with accepted as (
    select
        accepted_derivations.stage,
        accepted_derivations.accepted_id,
    from accepted_derivations
    where list_contains($derivation_ids, accepted_derivations.derivation_id)
)

select
    runs.stage,
    runs.captured_on,
    runs.code_version,
from runs
left join accepted on runs.stage = accepted.stage and runs.code_version = accepted.accepted_id
where
    not list_contains($derivation_ids, runs.code_version)
    and accepted.accepted_id is null
    and runs.is_empty is distinct from true
order by runs.stage, runs.captured_on
