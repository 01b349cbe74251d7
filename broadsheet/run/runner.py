"""The one runner: any days of a stage, or a whole plan, as one stream of reports.

The assets of the web UI and the op that the command line starts both consume it. Belongs here: the order of stages,
what a failing day costs (itself), and when it is tried again.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from broadsheet.errors import BroadsheetError, FaultError, SettingsError, SourceError
from broadsheet.run.amounts import count_pages_of
from broadsheet.run.events import RunEvent, emit, is_heard
from broadsheet.run.plan import Plan
from broadsheet.stages.context import StageContext
from broadsheet.stages.empty_days import note_empty_days
from broadsheet.stages.registry import DAY_STAGE_NAMES, get_stage
from broadsheet.stages.report import DayReport

# How often a day is tried again where a disk or an address failed, and the wait before.
MAX_RETRIES = 2
RETRY_WAIT_S = 5.0

Failures = dict[date, str]


@dataclass(frozen=True, slots=True)
class StageDone:
    """A stage is done for these days, all of them written."""

    stage: str
    days: tuple[date, ...]


def run_days(context: StageContext, stage: str, days: Collection[date], failures: Failures) -> Iterator[DayReport]:
    """Reports of all days that can be done; the others get a row in `failures` with their reason.

    Days that hold nothing for the stage are noted as empty, all at once, and come first.
    Where the world failed (SourceError) a day is tried again. What no other day would escape (a wrong setting, our own
    fault) is raised.
    """
    empty = note_empty_days(context, stage, days)
    for report in empty:
        emit(RunEvent("day", stage, report.day))
        yield report
    waiting, tries = sorted(set(days) - {report.day for report in empty}), 0
    run = get_stage(stage).load().run_days
    while waiting:
        try:
            for report in run(context, list(waiting)):
                waiting.remove(report.day)
                tries = 0
                emit(RunEvent("day", stage, report.day, row_count=report.row_count, seconds=report.seconds))
                yield report
            return
        except (FaultError, SettingsError):
            raise
        except BroadsheetError as error:
            if isinstance(error, SourceError) and tries < MAX_RETRIES:
                tries += 1
                time.sleep(RETRY_WAIT_S)
            else:
                tries = 0
                failures[waiting.pop(0)] = str(error)


def announce(context: StageContext, stage: str, days: Collection[date]) -> None:
    """Tell whoever listens that days of a stage begin, and how many pages they have."""
    if is_heard():
        pages = count_pages_of(context, stage, days)
        emit(RunEvent("planned", stage, day_count=len(days), page_count=pages))


def run_plan(context: StageContext, plan: Plan, failures: Failures) -> Iterator[DayReport | StageDone]:
    """Do a plan stage by stage, in the order of days; after each stage one StageDone.

    A day that fails is left out of the later stages and the others go on. Late arrivals that a stage brings to light
    are done in the same pass: each round can only invalidate later days.
    """
    for stage in DAY_STAGE_NAMES:
        done: list[date] = []
        tried: set[tuple[date, str]] = set()
        while days := [day for day in plan.days_of(stage) if (day, plan.items[stage, day].reason) not in tried]:
            announce(context, stage, days)
            tried.update((day, plan.items[stage, day].reason) for day in days)
            for report in run_days(context, stage, days, failures):
                plan.finish(stage, report.day)
                done.append(report.day)
                yield report
            for day in failures:
                plan.drop_day(day)
            plan.refresh(context, stage, done)
        yield StageDone(stage, tuple(sorted(set(done))))
