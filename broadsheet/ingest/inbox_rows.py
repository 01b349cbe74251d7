"""The rows of the file index, as objects and as the table `inbox_files`. How they are made: broadsheet.ingest.index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from broadsheet.ingest.problems import FILE_TIME_REASONS, Problem
from broadsheet.tables import get_table
from broadsheet.tables.types import parse_type

MAX_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class DayCount:
    """Captures of one UTC day in a file."""

    captured_on: date
    record_count: int


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A row of `inbox_files`."""

    source_id: str
    path: str
    sha256: str | None
    file_bytes: int
    modified_at: datetime
    reader: str
    days: tuple[DayCount, ...] = ()
    record_count: int = 0
    problem_count: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def uses_file_time(self) -> bool:
        """Whether a capture of the file carries the file's time."""
        reasons = {item.reason for item in self.problems}
        return bool(reasons & FILE_TIME_REASONS) or (
            self.reader in {"html", "text", "sniffed"} and "day_of_folder" not in reasons
        )


def index_frame(index: Sequence[InboxFile]) -> pl.DataFrame:
    """`index` as the table `inbox_files`."""
    table = get_table("inbox_files")
    schema = {column.name: parse_type(column.type).polars for column in table.columns}
    return pl.DataFrame([_to_dict(row) for row in index], schema=schema, orient="row")


def index_rows(frame: pl.DataFrame) -> tuple[InboxFile, ...]:
    """The rows of the table `inbox_files`; the inverse of index_frame."""
    return tuple(_from_dict(row) for row in frame.iter_rows(named=True))


def _to_dict(row: InboxFile) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in row.__slots__},
        "days": [{"captured_on": day.captured_on, "record_count": day.record_count} for day in row.days],
        "problems": [
            {"record_offset": item.record_offset, "reason": item.reason, "detail": item.detail} for item in row.problems
        ],
    }


def _from_dict(row: dict[str, Any]) -> InboxFile:
    return InboxFile(
        **{
            **{name: row[name] for name in InboxFile.__slots__},
            "days": tuple(DayCount(**day) for day in row["days"]),
            "problems": tuple(Problem(**item) for item in row["problems"]),
        }
    )
