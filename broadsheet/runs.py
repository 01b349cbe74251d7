"""What has been run, and what is new or stale: the rows of `ops.runs` against the lake and the code of today.

A day's stage is stale where its input or its code differs from what its last run noted, and where an earlier day has
since brought an article that it believed to be new. Belongs here: that comparison, and the events a run reports.
Starting runs belongs to `pipelines.run`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb

from broadsheet.damage import find_damaged_days
from broadsheet.errors import DamagedTableError
from broadsheet.lake import Lake, frame_of
from broadsheet.model import connect_inputs, find_inputs, read_sql
from broadsheet.repeats import find_recounted_days
from broadsheet.tables import get_table

if TYPE_CHECKING:
    from broadsheet.stages.report import DayReport

DAY_STAGES = ("ingest", "extract", "derive")
# What each stage of a day reads. The input of ingest are files: the caller brings their fingerprints.
_STAGE_INPUTS: Mapping[str, tuple[str, ...]] = {"extract": ("captures",), "derive": ("articles", "paragraphs")}
# Days without captures inside a range cost about a tenth of a second each; wider gaps part ranges, and several ranges
# are run as a list of days.
LONGEST_EMPTY_GAP_DAYS = 7


@dataclass(frozen=True, slots=True)
class StaleDay:
    """A day and the first of its stages that must run again, with the reason in a few words."""

    day: date
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days from first to last that run together, from `stage` on."""

    first: date
    last: date
    stage: str

    def days(self) -> Iterator[date]:
        """Every day of the range, the last included."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)


def note_run(lake: Lake, report: DayReport, code_version: str, input_version: str) -> None:
    """Note that a stage of a day is done. Call it after the last table is written.

    input_version: fingerprint of what was read, taken before it was read.
    """
    row = {
        "stage": report.stage,
        "captured_on": report.day,
        "code_version": code_version,
        "input_version": input_version,
        "row_count": report.row_count,
        "seconds": report.seconds,
        "finished_at": datetime.now(UTC),
    }
    lake.upsert("runs", frame_of(get_table("runs"), [row]))


def fingerprint_inputs(lake: Lake, stage: str) -> Callable[[date], str]:
    """A function from day to the fingerprint of what `extract` or `derive` reads of it; opens each table once."""
    files: dict[str, list[str]] = {}
    for table in _STAGE_INPUTS[stage]:
        for file in lake.files(table):
            found = re.search(r"captured_on=(\d{4}-\d{2}-\d{2})/(.+)$", file)
            if found:
                files.setdefault(found[1], []).append(f"{table}/{found[2]}")
    return lambda day: hashlib.sha256("\n".join(sorted(files.get(day.isoformat(), ()))).encode()).hexdigest()[:16]


def find_stale_days(
    lake: Lake, file_fingerprints: Mapping[date, str], code_versions: Mapping[str, str]
) -> list[StaleDay]:
    """Days with work to do, in order.

    file_fingerprints: by capture day, what the inbox holds for it. code_versions: by stage, the code in force.
    A day whose files have gone keeps its captures; it is stale only by code.
    """
    runs = {
        (row["stage"], row["captured_on"]): row
        for row in lake.read("runs", columns=["stage", "captured_on", "code_version", "input_version"]).to_dicts()
    }
    unsettled, damaged = _find_unsettled_or_damaged(lake)
    inputs = {stage: fingerprint_inputs(lake, stage) for stage in _STAGE_INPUTS}
    days = sorted({*file_fingerprints, *lake.days("captures"), *(day for _, day in runs)})
    stale: list[StaleDay] = []
    for day in days:
        for stage in DAY_STAGES:
            fingerprint = file_fingerprints.get(day) if stage == "ingest" else inputs[stage](day)
            reason = _find_reason(runs.get((stage, day)), fingerprint, code_versions[stage])
            if damaged.get(day) == stage:
                reason = "its rows cannot be read"
            if stage == "extract" and day in unsettled:
                reason = reason or "an earlier day changed what is new here"
            if reason:
                stale.append(StaleDay(day, stage, reason))
                break
    return stale


def find_unsettled_days(lake: Lake) -> set[date]:
    """Days whose articles, duplicates or counts of repeated blocks no longer agree with the days before them.

    Raises DamagedTableError where a file that tells it cannot be read.
    """
    text = read_sql("ops/invalidated_days.sql")
    try:
        with connect_inputs(lake, find_inputs(text)) as connection:
            overtaken = {row[0] for row in connection.sql(text).fetchall()}
    except duckdb.Error as error:
        raise DamagedTableError(f"The captures and articles of all days cannot be read: {error}") from error
    return overtaken | find_recounted_days(lake)


def _find_unsettled_or_damaged(lake: Lake) -> tuple[set[date], dict[date, str]]:
    """Unsettled days; where damage keeps that from being known, none of them, and the damaged days with their stage."""
    try:
        return find_unsettled_days(lake), {}
    except DamagedTableError:
        damaged = find_damaged_days(lake)
        if not damaged:
            raise
        return set(), damaged


def cut_ranges(stale: Iterable[StaleDay], busy_days: Collection[date]) -> list[DayRange]:
    """Join neighbouring days that begin with the same stage into ranges, in order.

    busy_days: days that hold captures; a range may bridge a few days without any, but never one that is up to date.
    """
    ranges: list[DayRange] = []
    for found in sorted(stale, key=lambda item: item.day):
        before = ranges[-1] if ranges else None
        if before and before.stage == found.stage and _is_bridgeable(before.last, found.day, busy_days):
            ranges[-1] = DayRange(before.first, found.day, found.stage)
        else:
            ranges.append(DayRange(found.day, found.day, found.stage))
    return ranges


def _is_bridgeable(last: date, day: date, busy_days: Collection[date]) -> bool:
    gap = [last + timedelta(days=offset) for offset in range(1, (day - last).days)]
    return len(gap) <= LONGEST_EMPTY_GAP_DAYS and not any(between in busy_days for between in gap)


def _find_reason(run: Mapping[str, str] | None, fingerprint: str | None, code_version: str) -> str | None:
    if run is None:
        return "never run"
    if run["code_version"] != code_version:
        return "its code changed"
    if fingerprint is not None and run["input_version"] != fingerprint:
        return "its input changed"
    return None
