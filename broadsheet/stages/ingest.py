"""The ingest stage: the index of files, and the captures of a day."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from broadsheet.derivation import compute_code_version
from broadsheet.errors import DamagedTableError
from broadsheet.ingest import (
    InboxFile,
    Problem,
    Source,
    captures_frame,
    fingerprint_day,
    index_frame,
    index_rows,
    keep_vanished,
    read_days,
    update_index,
)
from broadsheet.lake import Lake
from broadsheet.runs import note_run
from broadsheet.stages.report import DayReport, report_table

# Their bodies wait on disk until the last of them is written.
_DAYS_AT_ONCE = 30


def index_inbox(lake: Lake, sources: Sequence[Source]) -> tuple[InboxFile, ...]:
    """Bring the table `inbox_files` up to date: new and changed files are read, all of them after a change of code."""
    runs = lake.read("runs", columns=["stage", "code_version"])
    used = {code for stage, code in runs.iter_rows() if stage == "ingest"}
    is_code_new = bool(used - {compute_code_version("ingest")})
    index = update_index(sources, lake.read("inbox_files"), rescan=is_code_new)
    lake.replace("inbox_files", index_frame(index))
    return index


def ingest_days(lake: Lake, days: Sequence[date], sources: Sequence[Source]) -> Iterator[DayReport]:
    """Store the captures of days in their order; each report comes once its day is written.

    Files are read once for a month of days, because a file often holds many.
    """
    index = index_rows(lake.read("inbox_files"))
    wanted = sorted(days)
    for start in range(0, len(wanted), _DAYS_AT_ONCE):
        yield from _ingest_month(lake, wanted[start : start + _DAYS_AT_ONCE], index, sources)


def _ingest_month(
    lake: Lake, days: Sequence[date], index: Sequence[InboxFile], sources: Sequence[Source]
) -> Iterator[DayReport]:
    unreadable: set[tuple[str, str]] = set()
    reasons: Counter[str] = Counter()

    def on_problem(file: InboxFile, problem: Problem) -> None:
        unreadable.add((file.source_id, file.path))
        reasons[problem.reason] += 1

    started = time.monotonic()
    for day, captures in read_days(days, index, sources, on_problem):
        fresh = captures_frame(captures)
        # What a file brought before stays while the file cannot be opened, as it does when the file is gone.
        readable = [file for file in index if (file.source_id, file.path) not in unreadable]
        frame = keep_vanished(_read_stored(lake, day), fresh, readable)
        lake.replace_partition("captures", day, frame)
        tables = {"captures": report_table("captures", frame)}
        report = DayReport("ingest", day, tables, time.monotonic() - started, Counter(reasons))
        note_run(lake, report, compute_code_version("ingest"), fingerprint_day(day, index))
        yield report
        reasons.clear()
        started = time.monotonic()


def _read_stored(lake: Lake, day: date) -> pl.DataFrame:
    try:
        return lake.read("captures", days=[day])
    except DamagedTableError as error:
        # Pages whose file has left the inbox may be in it and nowhere else: only a person can give them up.
        raise DamagedTableError(
            f"{error} Here it may not: put that file back from a copy, or run `broadsheet run --days {day} --force`, "
            "which stores anew what the inbox still holds; pages whose files have left the inbox are lost then."
        ) from error
