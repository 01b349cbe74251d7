-- grain: one row per capture of a source that forbids, or whose page or site says no to AI training
select captures.capture_id
from ops.captures
where
    captures.ai_training_opt_out
    or captures.source_id in (select forbidden_sources.source_id from temp.forbidden_sources)
