"""Stored rows that cannot be read, and the way back: nearly every table has a stage that makes it again.

A table whose log cannot be read is set aside whole, and its stage runs again for all days. Looking for single days
reads whole tables, so it is done only after something has failed.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl

from broadsheet.errors import CorruptTableError, DamagedLogError
from broadsheet.lake import Lake, empty_frame
from broadsheet.model import find_table, load_queries
from broadsheet.stages.registry import DAY_STAGES, FIRST_STAGE, SQL_STAGE_NAMES, get_stage
from broadsheet.tables import load_tables

# Written by a person's decision or by code that has gone since: no stage makes them again.
_KEPT_BY_COPIES = ("captures", "derivations", "accepted_derivations", "gold_scores")


def set_aside_damaged_tables(lake: Lake, now: datetime) -> dict[str, Path]:
    """Move tables away whose log cannot be read; by table, where it lies now.

    What the stage of such a table has done is forgotten first, so that the next plan does it again, also where this
    process ends in between. Raises DamagedLogError for `captures` and others that no stage makes again.
    """
    for name in _KEPT_BY_COPIES:
        _check_kept(lake, name)
    damaged = [name for name in _list_made_again() if not _opens(lake, name)]
    # The notes first: those of the other tables' stages are taken out of them.
    moved = {name: lake.set_aside(find_table(name), now) for name in damaged if name == "runs"}
    for stage in DAY_STAGES[1:]:
        if not set(damaged).isdisjoint(stage.writes):
            _forget_runs(lake, stage.name)
    return moved | {name: lake.set_aside(find_table(name), now) for name in damaged if name not in moved}


def _list_made_again() -> list[str]:
    queries = (query.name for stage in SQL_STAGE_NAMES for query in load_queries(stage))
    return [*(name for name in load_tables() if name not in _KEPT_BY_COPIES), *queries]


def _opens(lake: Lake, table: str) -> bool:
    try:
        lake.version(find_table(table))
    except DamagedLogError:
        return False
    return True


def _check_kept(lake: Lake, table: str) -> None:
    try:
        lake.version(table)
    except DamagedLogError as error:
        folder = lake.table_uri(table)
        anew = (
            f" Where the inbox still holds all pages, move {folder} away and run `broadsheet run`: it stores them anew."
            if table in get_stage(FIRST_STAGE).writes
            else f" Without one, move {folder} away; rows made by older code must be run again then."
        )
        raise DamagedLogError(f"{error} Here it cannot: put that file or {folder} back from a copy.{anew}") from error


def _forget_runs(lake: Lake, stage: str) -> None:
    noted = lake.read("runs")
    kept = noted.filter(pl.col("stage") != stage)
    if kept.height < noted.height:
        lake.replace("runs", kept)


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
