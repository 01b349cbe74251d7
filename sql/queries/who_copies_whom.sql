-- Which publishers print whose texts, how much of them, and do they say so?
select
    origins.name as origin,
    copies.name as copied_by,
    syndication.article_count,
    round(syndication.shared_share, 2) as shared_share,
    syndication.credited_share,
    syndication.median_lag_s / 3600 as median_lag_hours,
from syndication
inner join sources as origins on syndication.origin_source_id = origins.source_id
inner join sources as copies on syndication.copying_source_id = copies.source_id
order by syndication.article_count desc, origins.name asc, copies.name asc
