-- Which articles does neither their page nor their site keep from the training of AI models? Leave the last line out
-- to see the others with what was said; no word about it is no no.
select
    articles.source_id,
    articles.url,
    articles.headline,
    captures.ai_training_opt_out,
    captures.robots_rule,
from articles
inner join ops.captures on articles.capture_id = captures.capture_id
where captures.ai_training_opt_out is distinct from true
order by articles.source_id asc, articles.url asc
