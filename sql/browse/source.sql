-- One publisher, and how it works.
select sources.*, source_profile.* exclude (source_id, name, publisher_family_id)
from sources
left join source_profile on sources.source_id = source_profile.source_id
where sources.source_id = $id
