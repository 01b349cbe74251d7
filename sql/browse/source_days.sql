-- What came in from it day by day, and what became of it.
select
    pipeline_funnel.captured_on,
    pipeline_funnel.source_id,
    pipeline_funnel.capture_count,
    pipeline_funnel.body_bytes,
    pipeline_funnel.article_version_count,
    pipeline_funnel.skipped_count,
    pipeline_funnel.seen_before_count,
    pipeline_funnel.skipped_by_reason,
    pipeline_funnel.unaccounted_count,
    pipeline_funnel.undated_count,
    pipeline_funnel.unanalysed_count,
    pipeline_funnel.mention_count,
    pipeline_funnel.claim_count,
    pipeline_funnel.number_count,
    pipeline_funnel.is_coverage_gap
from pipeline_funnel
where pipeline_funnel.source_id = $id
order by pipeline_funnel.captured_on desc
limit 60
