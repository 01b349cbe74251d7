"""Days that are invalidated by late arrivals: an earlier day has since brought what they believed to be new.

Belongs here: finding them in the lake. How repeated blocks are counted belongs to `broadsheet.stages.repeats`, when
such days are run again to `broadsheet.run.plan`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import duckdb

from broadsheet.errors import CorruptTableError
from broadsheet.lake import Lake
from broadsheet.model import connect_inputs, find_inputs, read_sql
from broadsheet.stages.notes import Note
from broadsheet.stages.registry import PAST_STAGE
from broadsheet.stages.repeats import count_repeats, list_window, read_blocks_of


def find_invalidated_days(lake: Lake, notes: Mapping[tuple[str, date], Note]) -> set[date]:
    """Days whose articles, duplicates or counts of repeated blocks no longer agree with the days before them.

    Raises CorruptTableError where a file that says so cannot be read.
    """
    text = read_sql("ops/invalidated_days.sql")
    try:
        with connect_inputs(lake, find_inputs(text)) as connection:
            by_versions = {row[0] for row in connection.sql(text).fetchall()}
    except duckdb.Error as error:
        raise CorruptTableError(f"The captures and articles of all days cannot be read: {error}") from error
    return by_versions | find_days_with_other_counts(lake, notes)


def find_days_with_other_counts(lake: Lake, notes: Mapping[tuple[str, date], Note]) -> set[date]:
    """Days whose stored counts differ from those of today's lake, because an earlier day was written after them."""
    finished = {day: note.finished_at for (stage, day), note in notes.items() if stage == PAST_STAGE}
    days = lake.days("articles")
    return {day for day in _list_older(finished, days) if _has_other_counts(lake, day, days)}


def _list_older(finished: Mapping[date, datetime], days: Sequence[date]) -> list[date]:
    """Days that were extracted before one of their window."""
    return [
        day
        for day in days
        if day in finished
        and any(finished[other] > finished[day] for other in list_window(day, days) if other in finished)
    ]


def _has_other_counts(lake: Lake, day: date, days: Sequence[date]) -> bool:
    counts = count_repeats(read_blocks_of(lake, [*list_window(day, days), day]), day)
    sources = dict(lake.read("articles", days=[day], columns=["article_version_id", "source_id"]).iter_rows())
    stored = lake.read("paragraphs", days=[day], columns=["article_version_id", "surface", "repeats_in_source"])
    return any(
        counts.get(sources.get(version, ""), {}).get(surface) != count for version, surface, count in stored.iter_rows()
    )
