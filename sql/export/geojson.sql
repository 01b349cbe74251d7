-- The articles on the map, as they are written to a file for maps.
select articles_on_map.*
from articles_on_map
order by articles_on_map.article_id
