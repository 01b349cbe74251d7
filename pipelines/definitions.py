"""The code location: every asset, check, job, schedule and sensor. Importing it opens no data, network or database.

The one file that it reads of a warehouse is `first_day`: where its daily partitions start.
"""

from __future__ import annotations

import warnings
from importlib import import_module

import dagster as dg

from assets.resource import BroadsheetResource
from assets.sql_checks import make_sql_checks
from broadsheet.stages.registry import STAGE_NAMES
from pipelines.jobs import JOBS
from pipelines.maintenance import maintenance_job
from pipelines.notify import NOTICE_SENSORS
from pipelines.polls import FRESHNESS_CHECKS
from pipelines.polls import JOBS as POLL_JOBS
from pipelines.schedules import SCHEDULES
from pipelines.sensors import SENSORS
from pipelines.sparse_backfill import sparse_backfill_job
from pipelines.watching import tell_of_watch_hits

# Dagster copies every sensor with all its parameters and warns of its own beta one.
warnings.filterwarnings(
    "ignore", message="Parameter `owners` of initializer `SensorDefinition", category=dg.BetaWarning
)


def build_definitions(resource: BroadsheetResource) -> dg.Definitions:
    """All definitions for a warehouse. Folder = group = stage, in the order in which data flows."""
    assets = [
        asset
        for stage in STAGE_NAMES
        for asset in dg.load_assets_from_package_module(import_module(f"assets.{stage}"), group_name=stage)
    ]
    return dg.Definitions(
        assets=assets,
        asset_checks=[*make_sql_checks(), *FRESHNESS_CHECKS],
        jobs=[*JOBS, *POLL_JOBS, sparse_backfill_job, maintenance_job],
        schedules=SCHEDULES,
        sensors=[*SENSORS, *NOTICE_SENSORS, tell_of_watch_hits],
        resources={"broadsheet": resource},
        # Each step of a process pool of Dagster's would import all of this again: 3.4 to 4 times slower.
        executor=dg.in_process_executor,
    )


defs = build_definitions(BroadsheetResource.from_environment())
