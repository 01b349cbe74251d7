-- Whose texts it prints, and who prints its texts.
select syndication.*, origin.name as origin_name, copying.name as copying_name
from syndication
inner join sources as origin on syndication.origin_source_id = origin.source_id
inner join sources as copying on syndication.copying_source_id = copying.source_id
where syndication.origin_source_id = $id or syndication.copying_source_id = $id
order by syndication.article_count desc
limit 50
