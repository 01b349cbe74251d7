-- All publishers with articles.
select
    source_profile.source_id,
    source_profile.name,
    source_profile.article_count,
    source_profile.copied_share,
    source_profile.undated_share,
    source_profile.changed_share,
    source_profile.unnamed_share,
    source_profile.attributed_number_share,
    source_profile.last_reported_on
from source_profile
order by source_profile.article_count desc, source_profile.source_id asc
limit 300
