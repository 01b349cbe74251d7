"""Days whose stored rows cannot be read, and the way back: every table has a stage that makes it again.

Looking for them reads whole tables, so it is done only after something has failed.
"""

from __future__ import annotations

from datetime import date

from broadsheet.errors import CorruptTableError
from broadsheet.lake import Lake, empty_frame
from broadsheet.stages.registry import DAY_STAGES


def find_corrupt_days(lake: Lake) -> dict[date, str]:
    """By day, the first of its stages that must run again because a table of it cannot be read."""
    corrupt: dict[date, str] = {}
    for stage in DAY_STAGES:
        for table in stage.writes:
            for day in lake.days(table):
                if not is_readable(lake, table, day):
                    corrupt.setdefault(day, stage.name)
    return corrupt


def is_readable(lake: Lake, table: str, day: date) -> bool:
    """Whether the rows of that day can be read to the last."""
    try:
        lake.read(table, days=[day])
    except CorruptTableError:
        return False
    return True


def drop_corrupt_captures(lake: Lake, day: date) -> bool:
    """Forget the captures of a day where they cannot be read, so that ingest can store anew what the inbox still has.

    Returns whether there was anything to forget. The corrupt file stays on disk until maintenance deletes it.
    """
    if is_readable(lake, "captures", day):
        return False
    lake.replace_partition("captures", day, empty_frame("captures"))
    return True
