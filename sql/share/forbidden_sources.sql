-- grain: one row per source that forbids AI training, text and data mining or any use, to everyone
select distinct usage_preferences.source_id
from ops.usage_preferences
where
    usage_preferences.preference = 'disallow'
    and usage_preferences.category in ('train-ai', 'tdm', 'any')
    and usage_preferences.agent is null
    and rtrim(usage_preferences.path, '*$') = '/'
