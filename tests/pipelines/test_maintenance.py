"""The maintenance job deletes what nobody needs any more, and no row."""

from __future__ import annotations

import os
import time
from pathlib import Path

import dagster as dg

from assets.resource import BroadsheetResource
from broadsheet.lake import Lake, frame_of
from broadsheet.settings import load_settings
from broadsheet.tables import get_table
from pipelines.maintenance import maintenance_job

_NINE_DAYS_S = 9 * 86_400


# Rewritten whole by every poll that changed them, which leaves most to be freed; and one of the day stages.
TABLES = ("urls", "usage_preferences", "feeds", "fetches", "inbox_files")


def test_maintenance_frees_old_files_of_every_table_and_keeps_rows_and_young_files(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path)})
    lake = Lake(settings.lake_uri, settings.storage_options)
    old: list[Path] = []
    young: list[Path] = []
    for name in TABLES:
        table = get_table(name)
        lake.replace(table, frame_of(table, []))
        folder = Path(lake.table_uri(table).removeprefix("file://"))
        old.append(folder / "part-left-by-a-killed-run.parquet")
        young.append(folder / "part-being-written.parquet")
    for file in (*old, *young):
        file.write_bytes(b"x")
    for file in old:
        os.utime(file, (time.time() - _NINE_DAYS_S,) * 2)
    before = [lake.read(name) for name in TABLES]

    result = maintenance_job.execute_in_process(resources={"broadsheet": BroadsheetResource.from_settings(settings)})

    assert result.success
    assert not any(file.exists() for file in old)
    assert all(file.exists() for file in young)
    assert all(lake.read(name).equals(rows) for name, rows in zip(TABLES, before, strict=True))
    (handled,) = [e for e in result.all_events if e.event_type is dg.DagsterEventType.STEP_OUTPUT]
    assert handled.event_specific_data.metadata["files_deleted"].value == len(TABLES)
