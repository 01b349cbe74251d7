"""Maintenance of the lake: rewritten days leave their old files there, and so do killed writers."""

from __future__ import annotations

from broadsheet.lake import Lake
from broadsheet.model.computed import COMPUTED_TABLE
from broadsheet.release import find_linked_versions
from broadsheet.settings import Settings
from broadsheet.stages.release import list_released_tables

KEEP_HOURS = 168
"""A week: longer than any run or release takes, and time to look at an earlier version of a table."""


def vacuum_tables(lake: Lake, settings: Settings, keep_hours: int = KEEP_HOURS) -> dict[str, int]:
    """Delete files that no version of the last `keep_hours` needs; table name to count of files, where there were any.

    Those that a kept linked release reads stay too.

    Raises TableError for less than an hour.
    """
    tables = [*list_released_tables(), COMPUTED_TABLE]
    linked = find_linked_versions(settings)
    deleted = {table.name: len(lake.vacuum(table, keep_hours, linked.get(table.name, ()))) for table in tables}
    return {name: count for name, count in deleted.items() if count}
