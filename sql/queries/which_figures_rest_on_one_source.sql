-- Which figures are printed more than once and still rest on one text, one owner or one speaker?
select
    corroboration.surface,
    corroboration.counted_text,
    corroboration.as_of,
    corroboration.backing,
    corroboration.said_by,
    corroboration.article_count,
    corroboration.origin_count,
    corroboration.family_count,
from corroboration
where corroboration.article_count > 1 and corroboration.backing <> 'independent'
order by corroboration.article_count desc, corroboration.figure_id asc
