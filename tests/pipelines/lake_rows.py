"""Rows written by hand into a lake, for tests of plans and of late arrivals."""

from __future__ import annotations

from datetime import UTC, date, datetime

from broadsheet.lake import Lake, frame_of
from broadsheet.tables import get_table
from tests.sql.conftest import fill_row


def put(lake: Lake, table: str, day: date, *rows: dict[str, object]) -> None:
    """Make these the rows of a day; what a row leaves out is filled with a value of the right type."""
    definition = get_table(table)
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    filled = [fill_row(definition, {"captured_on": day} | row) for row in rows]
    filled = [row | {"captured_at": at} if "captured_at" in row else row for row in filled]
    lake.replace_partition(table, day, frame_of(definition, filled))


def note(lake: Lake, stage: str, day: date, code: str, input_version: str, finished_at: datetime | None = None) -> None:
    """Write the note of a run of a stage."""
    row = {
        "stage": stage, "captured_on": day, "code_version": code, "input_version": input_version, "row_count": 1,
        "seconds": 2.0, "finished_at": finished_at or datetime(2026, 3, 30, tzinfo=UTC),
    }  # fmt: skip
    lake.upsert("runs", frame_of(get_table("runs"), [row]))
