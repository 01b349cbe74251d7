-- Whose texts it prints, and who prints its texts.
select
    syndication.origin_source_id,
    syndication.copying_source_id,
    syndication.is_same_family,
    syndication.article_count,
    syndication.origin_count,
    syndication.family_count,
    syndication.credited_share,
    syndication.shared_share,
    syndication.median_lag_s,
    syndication.timed_share,
    syndication.known_origin_share,
    origin.name as origin_name,
    copying.name as copying_name
from syndication
inner join sources as origin on syndication.origin_source_id = origin.source_id
inner join sources as copying on syndication.copying_source_id = copying.source_id
where syndication.origin_source_id = $id or syndication.copying_source_id = $id
order by syndication.article_count desc
limit 50
