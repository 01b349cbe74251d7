"""What Dagster keeps of each run, event by event: a file of about a megabyte, which nobody opens after a while.

Belongs here: deleting those of runs that ended long ago. The runs themselves, and which days of which tables are
materialized, stand in other files and stay.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from dagster._core.storage.event_log import SqliteEventLogStorage

KEEP_DAYS = 30
# Beside the files of runs lies the index, which says what is materialized.
_INDEX = "index"
_PATIENCE_S = 60.0
# A file without events has some twenty pages of tables and indexes.
_EMPTY_BYTES = 200_000


def forget_old_events(instance: dg.DagsterInstance, now: datetime | None = None, keep_days: int = KEEP_DAYS) -> int:
    """Delete the events of runs that ended more than `keep_days` ago; how many runs that were.

    Only of Dagster's own files: a database that `dagster.yaml` names is left to whoever keeps it.
    """
    storage = instance.event_log_storage
    if not isinstance(storage, SqliteEventLogStorage):
        return 0
    last = (now or datetime.now(UTC)) - timedelta(days=keep_days)
    forgotten = 0
    for file in sorted(Path(storage.path_for_shard(_INDEX)).parent.glob("*.db")):
        is_old = datetime.fromtimestamp(file.stat().st_mtime, UTC) < last
        if file.stem != _INDEX and is_old and file.stat().st_size > _EMPTY_BYTES and _has_ended(instance, file.stem):
            _empty(file)
            forgotten += 1
    return forgotten


def _empty(file: Path) -> None:
    """Delete the events and give their space back. The file stays: a server that had it open would miss its tables."""
    with closing(sqlite3.connect(file, timeout=_PATIENCE_S)) as connection:
        connection.execute("delete from event_logs")
        connection.commit()
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")


def _has_ended(instance: dg.DagsterInstance, run_id: str) -> bool:
    run = instance.get_run_by_id(run_id)
    return run is None or run.is_finished
