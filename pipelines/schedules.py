"""The schedules, off until someone turns them on: polls every hour, every day the day before, maintenance."""

import dagster as dg

from pipelines.jobs import daily_job
from pipelines.maintenance import maintenance_schedule
from pipelines.polls import SCHEDULES as POLL_SCHEDULES

# At 02:30 UTC yesterday is complete, and crawlers that write their file at midnight have closed it.
daily_schedule = dg.build_schedule_from_partitioned_job(
    daily_job, name="every_day", hour_of_day=2, minute_of_hour=30, description="Does the day that has just ended."
)

SCHEDULES = [*POLL_SCHEDULES, daily_schedule, maintenance_schedule]
