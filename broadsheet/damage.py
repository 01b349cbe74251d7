"""Days whose stored rows cannot be read, and the way back: every table has a stage that makes it again.

Looking for them reads whole tables, so it is done only after something has failed.
"""

from __future__ import annotations

from datetime import date

from broadsheet.errors import DamagedTableError
from broadsheet.lake import Lake, empty_frame
from broadsheet.tables import load_tables

_STAGES = ("ingest", "extract", "derive")


def find_damaged_days(lake: Lake) -> dict[date, str]:
    """By day, the first of its stages that must run again because a table of it cannot be read."""
    damaged: dict[date, str] = {}
    for stage in _STAGES:
        for table in load_tables().values():
            if table.stage == stage and table.partition:
                for day in lake.days(table):
                    if not is_readable(lake, table.name, day):
                        damaged.setdefault(day, stage)
    return damaged


def is_readable(lake: Lake, table: str, day: date) -> bool:
    """Whether the rows of that day can be read to the last."""
    try:
        lake.read(table, days=[day])
    except DamagedTableError:
        return False
    return True


def drop_damaged_captures(lake: Lake, day: date) -> bool:
    """Forget the captures of a day where they cannot be read, so that ingest can store anew what the inbox still has.

    Returns whether there was anything to forget. The damaged file stays on disk until upkeep deletes it.
    """
    if is_readable(lake, "captures", day):
        return False
    lake.replace_partition("captures", day, empty_frame("captures"))
    return True
