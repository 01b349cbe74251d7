-- Where was each printing of the most printed figure read from? The words in [ ] are the figure.
with wanted as (
    select
        number_series.example_number_id,
        number_series.figure_id,
    from number_series
    order by number_series.article_count desc, number_series.figure_id asc
    limit 1
)

select
    seen.surface,
    seen.context_text,
    seen.source_id,
    seen.url,
    seen.rule,
from evidence((select wanted.example_number_id from wanted)) as seen
