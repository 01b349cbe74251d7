"""The job that polls live sources, its hourly schedule, and the check that yesterday's captures came in time."""

from __future__ import annotations

import warnings

import dagster as dg

from assets.resource import BroadsheetResource
from broadsheet.crawl.identity import check_contact
from broadsheet.errors import SettingsError
from broadsheet.stages.polls import choose_live_sources
from broadsheet.stages.registry import DAY_STAGES
from pipelines.jobs import FRESHNESS_CHECK

POLL, FRESHNESS = "poll", "freshness"

poll_job = dg.define_asset_job(
    POLL,
    selection=dg.AssetSelection.assets(*(table for stage in DAY_STAGES for table in stage.polled)),
    description="Ask the live sources for what is new today; its configuration may name one source.",
)

with warnings.catch_warnings():
    # Dagster would rather have a policy on the asset, but that turns green when any old day is done again.
    warnings.simplefilter("ignore", category=dg.SupersessionWarning)
    # Today is a partition too, so the latest one is yesterday's only at a deadline just before midnight.
    FRESHNESS_CHECKS = dg.build_time_partition_freshness_checks(
        assets=[FRESHNESS_CHECK.asset_key], deadline_cron="59 23 * * *", severity=dg.AssetCheckSeverity.WARN
    )

freshness_job = dg.define_asset_job(
    FRESHNESS,
    selection=dg.AssetSelection.checks(FRESHNESS_CHECK),
    description="Look whether yesterday's captures are there; which source is missing stands in source_health.",
)


@dg.schedule(
    name="every_hour",
    job=poll_job,
    cron_schedule="5 * * * *",
    description="Polls the live sources; each is asked at its own pace, so most ticks ask but a few.",
)
def hourly_schedule(
    context: dg.ScheduleEvaluationContext, broadsheet: BroadsheetResource
) -> dg.RunRequest | dg.SkipReason:
    """Skips where nothing can be polled, and says why."""
    try:
        choose_live_sources(broadsheet.sources)
        check_contact(broadsheet.settings)
    except SettingsError as error:
        return dg.SkipReason(str(error))
    return dg.RunRequest(run_key=context.scheduled_execution_time.isoformat())


freshness_schedule = dg.ScheduleDefinition(
    name="every_morning",
    job=freshness_job,
    cron_schedule="45 4 * * *",
    description="Looks at 04:45 UTC whether yesterday's captures are there.",
)

JOBS = [poll_job, freshness_job]
SCHEDULES = [hourly_schedule, freshness_schedule]
