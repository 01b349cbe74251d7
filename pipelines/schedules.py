"""The schedules, off until someone turns them on: polls every hour, every day the day before, every
week maintenance.

Their hours are those of `$BROADSHEET_TIME_ZONE`; the days that they do are days of UTC, as all partitions are.
"""

from __future__ import annotations

from datetime import UTC, timedelta

import dagster as dg

from assets.partitions import DAYS
from pipelines.jobs import daily_job
from pipelines.maintenance import maintenance_schedule
from pipelines.polls import SCHEDULES as POLL_SCHEDULES
from pipelines.service_settings import load_service_settings

# West of Greenwich and up to two and a half hours east of it yesterday is complete then, and crawlers that write their
# file at midnight have closed it; farther east it is the day before that is done.
_HOUR = "30 2 * * *"


@dg.schedule(
    name="every_day",
    job=daily_job,
    cron_schedule=_HOUR,
    execution_timezone=load_service_settings().time_zone,
    description="Does the last day (UTC) that has ended.",
)
def daily_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    day = context.scheduled_execution_time.astimezone(UTC).date() - timedelta(days=1)
    if not DAYS.has_partition_key(str(day)):
        return dg.SkipReason(f"{day} is before the first day of this warehouse")
    return dg.RunRequest(run_key=str(day), partition_key=str(day))


SCHEDULES: list[dg.ScheduleDefinition] = [*POLL_SCHEDULES, daily_schedule, maintenance_schedule]
