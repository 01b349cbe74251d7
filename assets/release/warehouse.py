"""The asset `warehouse`: the release in place."""

import time
from datetime import UTC, datetime

import dagster as dg

from assets.reporting import explained_errors
from assets.resource import BroadsheetResource
from assets.specs import OWNERS
from broadsheet.run.events import RunEvent, tell
from broadsheet.stages.release import fingerprint_release, list_released_tables, publish_release


@dg.asset(
    deps=[table.name for table in list_released_tables() if table.stage != "ops"],
    description="The published DuckDB file of all tables.\n\nBuilt beside the old one, checked, then switched in.",
    kinds={"duckdb"},
    owners=OWNERS,
    pool="release",
)
def warehouse(context: dg.AssetExecutionContext, broadsheet: BroadsheetResource) -> dg.MaterializeResult[None]:
    started = time.monotonic()
    input_version = fingerprint_release(broadsheet.lake)
    with explained_errors():
        release = publish_release(broadsheet.settings, broadsheet.lake, datetime.now(UTC))
    tell(RunEvent("stage", "release", seconds=time.monotonic() - started, text=release.release_id))
    return dg.MaterializeResult(
        metadata={
            "release_id": release.release_id,
            "path": dg.MetadataValue.path(str(release.path)),
            "input_version": input_version,
            "tables": len(release.tables),
            "rows": sum(table.row_count for table in release.tables),
            "file_bytes": release.path.stat().st_size,
        }
    )
