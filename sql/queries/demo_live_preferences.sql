-- What do the sites say about the use of their pages, and where do they say it?
select
    source_id,
    path,
    category,
    preference,
    carrier,
from ops.usage_preferences
order by source_id asc, path asc, category asc
