"""Jobs: look at the inbox, do days, publish; and all of it for one day."""

import dagster as dg

_DAY_GROUPS = dg.AssetSelection.groups("extract", "derive")
_PUBLISH_GROUPS = dg.AssetSelection.groups("model", "view", "release")
_INDEX = dg.AssetSelection.assets("inbox_files", "publishers")

index_job = dg.define_asset_job(
    "index", selection=_INDEX, description="See which files there are and which days they hold."
)
ingest_job = dg.define_asset_job(
    "ingest", selection=dg.AssetSelection.assets("captures"), description="Store captures of days."
)
days_job = dg.define_asset_job("days", selection=_DAY_GROUPS, description="Extract and derive captures of days.")
publish_job = dg.define_asset_job(
    "publish", selection=_PUBLISH_GROUPS, description="Compute models and views, then publish the warehouse."
)
daily_job = dg.define_asset_job(
    "daily",
    selection=_INDEX | dg.AssetSelection.assets("captures") | _DAY_GROUPS | _PUBLISH_GROUPS,
    description="Everything for one day, from the inbox to the published warehouse.",
)

JOBS = [index_job, ingest_job, days_job, publish_job, daily_job]
