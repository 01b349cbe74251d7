"""`ops.runs`: which stage was done for which day, from what input and by what code.

Belongs here: writing and reading these notes, and the fingerprint of what a stage reads of a day. What a note means for
the next run belongs to `broadsheet.run.plan`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from broadsheet.lake import Lake, frame_of
from broadsheet.stages.registry import get_stage
from broadsheet.stages.report import DayReport
from broadsheet.tables import get_table


@dataclass(frozen=True, slots=True)
class Note:
    """The last run of a stage for a day. code_version: the derivation_id in force then. is_empty: nothing to read."""

    stage: str
    captured_on: date
    code_version: str
    input_version: str
    row_count: int
    seconds: float
    finished_at: datetime
    is_empty: bool | None = False


def note_runs(lake: Lake, reports: Iterable[DayReport], derivation_id: str) -> None:
    """Note that days of a stage are done. Call it after their last table is written."""
    now = datetime.now(UTC)
    rows = [
        {
            "stage": report.stage,
            "captured_on": report.day,
            "code_version": derivation_id,
            "input_version": report.input_version,
            "row_count": report.row_count,
            "seconds": report.seconds,
            "finished_at": now,
            "is_empty": report.is_empty,
        }
        for report in reports
    ]
    lake.upsert("runs", frame_of(get_table("runs"), rows))


def read_notes(lake: Lake) -> dict[tuple[str, date], Note]:
    """The notes by stage and day."""
    return {(row["stage"], row["captured_on"]): Note(**row) for row in lake.read("runs").to_dicts()}


def fingerprint_inputs(lake: Lake, stage: str) -> Callable[[date], str]:
    """A function from day to the fingerprint of what a stage reads of it; looks at each table once.

    It changes exactly when the data files of that day change. Ask before the day is read.
    """
    files: dict[date, list[str]] = {}
    for table in get_stage(stage).reads:
        for day, names in lake.files_by_day(table).items():
            files.setdefault(day, []).extend(f"{table}/{name.rpartition('/')[2]}" for name in names)
    return lambda day: hashlib.sha256("\n".join(sorted(files.get(day, ()))).encode()).hexdigest()[:16]
