-- One story: a reported text and its copies.
select stories.*, sources.name as origin_source_name
from stories
left join sources on stories.origin_source_id = sources.source_id
where stories.story_id = $id
