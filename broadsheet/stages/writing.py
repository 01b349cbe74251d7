"""Writing what a stage made of days: all tables of several days, then the note that they are done.

Belongs here: the order of these writes, for every stage alike. What the rows are belongs to the stage.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from broadsheet.errors import TableError
from broadsheet.lake import Lake
from broadsheet.stages.notes import note_runs
from broadsheet.stages.report import PREVIEW_ROWS, DayReport, TableReport, report_table

# Days that are written together: a commit costs as much for one day as for forty.
_MOST_DAYS, _MOST_BYTES = 60, 64_000_000


class DayWriter:
    """Collects the tables of days and writes them together, one commit a table.

    A killed run leaves the days that were not noted to be run again; `flush` what is left at the end.
    """

    def __init__(self, lake: Lake, stage: str, derivation_id: str) -> None:
        self._lake = lake
        self._stage = stage
        self._derivation_id = derivation_id
        self._frames: dict[str, dict[date, pl.DataFrame]] = {}
        self._reports: list[DayReport] = []
        self._bytes = 0
        self._started = time.monotonic()

    def add(
        self, day: date, frames: Mapping[str, pl.DataFrame], reasons: Mapping[str, int], input_version: str
    ) -> Iterator[DayReport]:
        """Take the tables of a day, the main one first; yields the reports of the days that are written by now.

        input_version: fingerprint of what was read, taken before it was read.
        """
        for name, frame in frames.items():
            self._frames.setdefault(name, {})[day] = frame
            self._bytes += int(frame.estimated_size())
        tables = {name: report_table(name, frame) for name, frame in frames.items()}
        seconds = time.monotonic() - self._started
        self._reports.append(DayReport(self._stage, day, tables, seconds, reasons, input_version))
        self._started = time.monotonic()
        if len(self._reports) >= _MOST_DAYS or self._bytes >= _MOST_BYTES:
            yield from self.flush()

    def add_large(
        self,
        day: date,
        table: str,
        pieces: Callable[[], Iterable[pl.DataFrame]],
        row_count: int,
        reasons: Mapping[str, int],
        input_version: str,
    ) -> Iterator[DayReport]:
        """Write the only table of a day that is too large to hold; yields the reports of the days before, then its own.

        pieces: gives the same frames each time it is called, at least one. row_count: their rows.
        """
        yield from self.flush()
        self._lake.replace_day_in_pieces(table, day, pieces)
        first = next(iter(pieces()))
        tables = {table: TableReport(row_count, report_table(table, first.head(PREVIEW_ROWS)).preview)}
        seconds = time.monotonic() - self._started
        report = DayReport(self._stage, day, tables, seconds, reasons, input_version)
        note_runs(self._lake, [report], self._derivation_id)
        yield report
        self._started = time.monotonic()

    def flush(self) -> Iterator[DayReport]:
        """Write the collected days, note them, then yield their reports.

        Where a table refuses them they are written day by day, so that only the day that does not fit is not done.
        """
        reports, frames = self._reports, self._frames
        self._reports, self._frames, self._bytes = [], {}, 0
        try:
            self._write(reports, frames)
        except TableError:
            if len(reports) == 1:
                raise
            for report in reports:
                self._write([report], {name: {report.day: days[report.day]} for name, days in frames.items()})
                yield report
        else:
            yield from reports
        self._started = time.monotonic()

    def _write(self, reports: Sequence[DayReport], frames: Mapping[str, Mapping[date, pl.DataFrame]]) -> None:
        if not reports:
            return
        for name, days in frames.items():
            self._lake.replace_partitions(name, days)
        note_runs(self._lake, reports, self._derivation_id)
