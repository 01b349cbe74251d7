-- grain: one row per day of a stage whose rows were made by older code, model or settings
select
    runs.stage,
    runs.captured_on,
    runs.code_version,
from runs
where
    (runs.stage = 'extract' and runs.code_version != $extract_version)
    or (runs.stage = 'derive' and runs.code_version != $derive_version)
order by runs.stage, runs.captured_on
