"""What a stage tells about a day it has done: rows by table, reasons, seconds, the first rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from broadsheet.tables import Table, get_table

PREVIEW_ROWS = 5
_LONGEST_CELL = 80

Preview = tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table of one day: its rows, and the first of them in a few short columns."""

    row_count: int
    preview: Preview = ()


@dataclass(frozen=True, slots=True)
class DayReport:
    """One stage of one day. reasons: count of what was left out, by reason. input_version: fingerprint of its input.

    is_empty: there was nothing to read, so nothing was done.
    """

    stage: str
    day: date
    tables: Mapping[str, TableReport]
    seconds: float
    reasons: Mapping[str, int] = field(default_factory=dict)
    input_version: str = ""
    is_empty: bool = False

    @property
    def row_count(self) -> int:
        """Rows of the stage's main table, the first one."""
        return next(iter(self.tables.values())).row_count


def report_table(table: str | Table, frame: pl.DataFrame) -> TableReport:
    """Count a frame of that table and show its first rows in the columns that its definition puts first."""
    definition = get_table(table) if isinstance(table, str) else table
    rows = frame.select(definition.shown_columns).head(PREVIEW_ROWS).iter_rows(named=True)
    return TableReport(frame.height, tuple({key: _shorten(value) for key, value in row.items()} for row in rows))


def _shorten(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
