"""Telling Dagster of many days at once: their materializations in one transaction rather than two for each.

Dagster writes each event with three connections and commits of its own; on a slow disk that took 80 ms, so that 200
days without a page took six minutes. Belongs here: writing events together. Which events there are, belongs to the
assets.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import dagster as dg
from dagster._core.events import DagsterEvent, DagsterEventType, StepMaterializationData
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqlEventLogStorageTable, SqliteEventLogStorage
from sqlalchemy.engine import CursorResult

# Other processes wait for so many at a time.
_TOGETHER = 500
_OF_ASSETS = {
    DagsterEventType.ASSET_MATERIALIZATION,
    DagsterEventType.ASSET_MATERIALIZATION_PLANNED,
    DagsterEventType.ASSET_OBSERVATION,
}
_OF_CHECKS = {DagsterEventType.ASSET_CHECK_EVALUATION, DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED}


def store_materializations(
    context: dg.AssetExecutionContext | dg.OpExecutionContext, materializations: Iterable[dg.AssetMaterialization]
) -> None:
    """Write materializations into the event log of this step's run, in their order."""
    storage = context.instance.event_log_storage
    remaining = iter(materializations)
    while part := list(islice(remaining, _TOGETHER)):
        entries = [_make_entry(context, materialization) for materialization in part]
        if isinstance(storage, SqliteEventLogStorage):
            store_together(storage, entries)
        else:
            for entry in entries:
                storage.store_event(entry)


def _make_entry(
    context: dg.AssetExecutionContext | dg.OpExecutionContext, materialization: dg.AssetMaterialization
) -> EventLogEntry:
    step_key = context.get_step_execution_context().step.key
    event = DagsterEvent(
        event_type_value=DagsterEventType.ASSET_MATERIALIZATION.value,
        job_name=context.run.job_name,
        step_key=step_key,
        event_specific_data=StepMaterializationData(materialization),
        message=f"Materialized {materialization.label}.",
    )
    return EventLogEntry(  # type: ignore[no-untyped-call]
        user_message="",
        level=logging.INFO,
        job_name=context.run.job_name,
        run_id=context.run.run_id,
        error_info=None,
        timestamp=time.time(),
        step_key=step_key,
        dagster_event=event,
    )


def can_be_stored_together(entries: Sequence[EventLogEntry]) -> bool:
    """Whether events are all of assets and their checks, and of one run; the states of runs go other ways."""
    kinds = {entry.dagster_event_type for entry in entries}
    return kinds <= _OF_ASSETS | _OF_CHECKS and len({entry.run_id for entry in entries}) == 1


def store_together(storage: SqliteEventLogStorage, entries: Sequence[EventLogEntry]) -> None:
    """As the storage's own `store_event` does one by one: into the run's file, into the index, newest per asset."""
    of_assets = [entry for entry in entries if entry.dagster_event_type in _OF_ASSETS]
    newest = {(entry.get_dagster_event().asset_key, entry.dagster_event_type): entry for entry in of_assets}
    # Rows as the storage itself makes them: its statement for many rows takes longer to build than to run.
    rows = [storage._event_to_row(entry) for entry in entries]
    insert = SqlEventLogStorageTable.insert()
    with storage.run_connection(entries[0].run_id) as connection:
        connection.execute(insert, rows)
    with storage.index_transaction() as connection:
        ids = {id(entry): _find_id(connection.execute(insert, row)) for entry, row in zip(entries, rows, strict=True)}
        storage._store_asset_event_tags(connection, of_assets, [ids[id(entry)] for entry in of_assets])
        for entry in newest.values():
            storage._store_asset_event(connection, entry, ids[id(entry)])
    for entry in entries:
        if entry.dagster_event_type in _OF_CHECKS:
            storage.store_asset_check_event(entry, ids[id(entry)])


def _find_id(inserted: CursorResult[Any]) -> int:
    assert inserted.inserted_primary_key is not None
    return int(inserted.inserted_primary_key[0])
