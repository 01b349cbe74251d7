-- What do the sites that are polled say about the use of their pages? One row per thing said, with where it stood.
select
    usage_preferences.source_id,
    usage_preferences.host,
    usage_preferences.category,
    usage_preferences.preference,
    usage_preferences.carrier,
    usage_preferences.agent,
    count(*) as path_count,
    min(usage_preferences.path) as example_path,
    min(usage_preferences.line) as example_line,
from ops.usage_preferences
group by
    usage_preferences.source_id,
    usage_preferences.host,
    usage_preferences.category,
    usage_preferences.preference,
    usage_preferences.carrier,
    usage_preferences.agent
order by usage_preferences.host asc, usage_preferences.category asc, path_count desc
