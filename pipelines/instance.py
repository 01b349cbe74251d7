"""The Dagster instance as `dagster.yaml` names it: events that belong together are written together.

The storage of events that Dagster brings opens a file, writes and waits for the disk three times for each event. A run
of thirty days announces 700 of them before it begins, which took 90 seconds on a slow disk; a cancellation waited so
long. Belongs here: how events are stored. Which events there are, belongs to `assets`. A storage that is named in
`dagster.yaml`, such as Postgres, is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import dagster as dg
from dagster._core.events.log import EventLogEntry
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy.engine import Connection

from assets.event_log import can_be_stored_together, store_together

# Dagster writes each of them at once where it is told nothing; other processes wait for so many at a time.
_TOGETHER = 1000


class QuickEventLogStorage(SqliteEventLogStorage):
    """Events in SQLite files as Dagster keeps them, many in one transaction, without waiting for the disk each time.

    After a power cut the last events may be missing and the files are whole; the lake does not depend on them.
    """

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events of one run in their order."""
        if can_be_stored_together(events):
            store_together(self, events)
        else:
            super().store_event_batch(events)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with super()._connect(shard) as connection:
            # The write-ahead log keeps the file whole with this.
            connection.exec_driver_sql("pragma synchronous = normal")
            yield connection


class QuickStorage(DagsterSqliteStorage):
    """Dagster's own storage but for its events."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = QuickEventLogStorage(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> QuickStorage:
        """The storage in the folder that its settings name."""
        return cls.from_local(inst_data=inst_data, **config_value)


class WarehouseInstance(dg.DagsterInstance):
    """Dagster's instance with the storage above, in the folder of its `dagster.yaml`."""

    @classmethod
    def config_schema(cls) -> Mapping[str, Any]:
        """It has no settings beside Dagster's."""
        return {}

    @classmethod
    def config_defaults(cls, base_dir: str) -> Mapping[str, ConfigurableClassData | None]:
        """What is used where `dagster.yaml` names nothing else."""
        # JSON is YAML too.
        storage = ConfigurableClassData(__name__, QuickStorage.__name__, json.dumps({"base_dir": base_dir}))
        return {**InstanceRef.config_defaults(base_dir), "storage": storage}

    def _get_event_batch_size(self) -> int:
        is_quick = isinstance(self.event_log_storage, QuickEventLogStorage)
        return _TOGETHER if is_quick else super()._get_event_batch_size()
