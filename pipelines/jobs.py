"""Jobs: index the inbox, do days, publish; and all of it for one day."""

import dagster as dg

from broadsheet.stages.registry import DAY_STAGES, STAGES, Grain

INDEX, DAYS, PUBLISH, DAILY = "index", "days", "publish", "daily"

# Whether a day came in time is asked by a job of its own, not while days are done.
FRESHNESS_CHECK = dg.AssetCheckKey(dg.AssetKey("captures"), "freshness_check")
_FRESHNESS = dg.AssetSelection.checks(FRESHNESS_CHECK)

_INDEX = dg.AssetSelection.assets(*(table for stage in DAY_STAGES for table in stage.whole))
_DAYS = dg.AssetSelection.assets(*(table for stage in DAY_STAGES for table in stage.writes)) - _FRESHNESS
_PUBLISH = dg.AssetSelection.groups(*(stage.name for stage in STAGES if stage.grain is not Grain.DAY))

index_job = dg.define_asset_job(
    INDEX, selection=_INDEX, description="See which files there are and which days they hold."
)
days_job = dg.define_asset_job(DAYS, selection=_DAYS, description="Ingest, extract and derive days.")
publish_job = dg.define_asset_job(
    PUBLISH, selection=_PUBLISH, description="Compute models and views, then publish the warehouse."
)
daily_job = dg.define_asset_job(
    DAILY,
    selection=_INDEX | _DAYS | _PUBLISH,
    description="Everything for one day, from the inbox to the published warehouse.",
)

JOBS = [index_job, days_job, publish_job, daily_job]
