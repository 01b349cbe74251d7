"""The asset `warehouse`: the release in place."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from assets.partitions import is_within_backfill
from assets.references import list_read_last, refer_to_files
from assets.reporting import explained_errors
from assets.resource import BroadsheetResource
from assets.specs import OWNERS
from broadsheet.release import read_release_record
from broadsheet.run.events import RunEvent, emit
from broadsheet.settings import load_settings
from broadsheet.stages.registry import get_stage
from broadsheet.stages.release import list_released_tables, publish_release

# A run with this tag builds its release anew and proves all rows, whatever changed.
RELEASE_TAG, WHOLE_RELEASE = "broadsheet/release", "whole"


@dg.asset(
    deps=list_read_last(table.name for table in list_released_tables() if table.stage != "ops"),
    description="The published DuckDB file of all tables.\n\nBuilt beside the old one, checked, then switched in.",
    kinds=set(get_stage("release").kinds),
    owners=OWNERS,
    metadata={
        "dagster/code_references": refer_to_files(["broadsheet/release/build.py", "broadsheet/stages/release.py"]),
        "dagster/storage_kind": "duckdb",
        "dagster/uri": str(load_settings().warehouse),
    },
    pool="release",
    output_required=False,
)
def warehouse(
    context: dg.AssetExecutionContext, broadsheet: BroadsheetResource
) -> Iterator[dg.MaterializeResult[None]]:
    if is_within_backfill(context.run.tags):
        context.log.info("left to the end of the backfill: the sensor follow_up publishes once")
        return
    started = time.monotonic()
    with explained_errors():
        is_whole = context.run.tags.get(RELEASE_TAG) == WHOLE_RELEASE
        release = publish_release(broadsheet.context, datetime.now(UTC), is_whole=is_whole)
    record = read_release_record(broadsheet.settings)
    assert record is not None
    shown: dict[str, Any] = {
        "release_id": record.release_id,
        "input_version": record.input_version,
        "file_bytes": record.file_bytes,
    }
    if release is None:
        context.log.info(f"release {record.release_id} shows the same already; nothing was published")
        yield dg.MaterializeResult(metadata={**shown, "is_new": False})
        return
    emit(RunEvent("stage", "release", seconds=time.monotonic() - started, text=release.release_id))
    yield dg.MaterializeResult(
        metadata={
            **shown,
            "is_new": True,
            "path": dg.MetadataValue.path(str(release.path)),
            "tables": len(release.tables),
            "rows": sum(table.row_count for table in release.tables),
        }
    )
