"""The one runner: what a failing day costs, and what late arrivals add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from broadsheet.errors import BroadsheetError, CorruptTableError, LanguageModelError, SettingsError, SourceError
from broadsheet.run import runner
from broadsheet.run.events import RunEvent, listening
from broadsheet.run.plan import Cause, Plan, PlannedDay
from broadsheet.run.runner import Failures, StageDone, run_days, run_plan
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.report import DayReport, TableReport

DAYS = [date(2021, 6, 1), date(2022, 7, 2), date(2023, 8, 3), date(2024, 9, 4)]


@dataclass
class FakeStage:
    """A stage that reports its days and raises what it is told to."""

    name: str
    errors: dict[date, BroadsheetError]
    asked: list[list[date]]

    def load(self) -> FakeStage:
        return self

    def run_days(self, context: Any, days: Sequence[date]) -> Iterator[DayReport]:
        self.asked.append(list(days))
        for day in days:
            if day in self.errors:
                raise self.errors[day]
            yield DayReport(self.name, day, {"articles": TableReport(1)}, 0.1)


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StageContext:
    monkeypatch.setattr(runner, "RETRY_WAIT_S", 0.0)
    # The fake stages have rows of every day.
    monkeypatch.setattr(runner, "note_empty_days", lambda context, stage, days: [])
    return StageContext.of(load_settings({"BROADSHEET_HOME": str(tmp_path)}))


FAILING: dict[str, tuple[dict[int, BroadsheetError], list[int], list[int], int]] = {
    # errors by day, days done, days failed, calls of the work
    "none": ({}, [0, 1, 2, 3], [], 1),
    "first": ({0: CorruptTableError("torn")}, [1, 2, 3], [0], 2),
    "middle and last": ({1: CorruptTableError("torn"), 3: CorruptTableError("torn")}, [0, 2], [1, 3], 2),
    "the world": ({2: SourceError("disk full")}, [0, 1, 3], [2], 4),
    "all": ({number: CorruptTableError("torn") for number in range(4)}, [], [0, 1, 2, 3], 4),
}


@pytest.mark.parametrize("name", FAILING)
def test_days_after_a_failing_one_are_done(name: str, context: StageContext, monkeypatch: pytest.MonkeyPatch) -> None:
    errors, done, failed, calls = FAILING[name]
    stage = FakeStage("extract", {DAYS[number]: error for number, error in errors.items()}, [])
    monkeypatch.setattr(runner, "get_stage", lambda _: stage)
    failures, events = Failures(), list[RunEvent]()
    with listening(events.append):
        reports = list(run_days(context, "extract", DAYS[::-1], failures))
    assert [report.day for report in reports] == [DAYS[number] for number in done]
    assert [event.day for event in events] == [DAYS[number] for number in done]
    assert sorted(failures) == [DAYS[number] for number in failed]
    assert len(stage.asked) == calls


@pytest.mark.parametrize("error", [LanguageModelError("no model"), SettingsError("no such folder")], ids=str)
def test_what_no_day_would_escape_ends_the_work(
    error: BroadsheetError, context: StageContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = FakeStage("extract", {DAYS[1]: error}, [])
    monkeypatch.setattr(runner, "get_stage", lambda _: stage)
    failures = Failures()
    with pytest.raises(type(error)):
        list(run_days(context, "extract", DAYS, failures))
    assert len(stage.asked) == 1 and not failures


def test_a_day_that_fails_is_left_out_of_later_stages(context: StageContext, monkeypatch: pytest.MonkeyPatch) -> None:
    stages = {name: FakeStage(name, {}, []) for name in ("ingest", "extract", "derive")}
    stages["extract"].errors[DAYS[1]] = CorruptTableError("torn")
    monkeypatch.setattr(runner, "get_stage", stages.__getitem__)
    plan, failures = Plan(), Failures()
    for day in DAYS[:3]:
        plan.add(PlannedDay(day, "extract", Cause.CHANGED_INPUT))
    found = list(run_plan(context, plan, failures))
    done = {report.stage: report.days for report in found if isinstance(report, StageDone)}
    kept = (DAYS[0], DAYS[2])
    assert done == {"ingest": (), "extract": kept, "derive": kept}
    assert list(failures) == [DAYS[1]] and plan.items == {}


def test_late_arrivals_are_done_in_the_same_pass(context: StageContext, monkeypatch: pytest.MonkeyPatch) -> None:
    stages = {name: FakeStage(name, {}, []) for name in ("ingest", "extract", "derive")}
    monkeypatch.setattr(runner, "get_stage", stages.__getitem__)
    monkeypatch.setattr("broadsheet.run.plan.find_invalidated_days", lambda lake, notes: {DAYS[2]})
    plan = Plan()
    plan.add(PlannedDay(DAYS[0], "extract", Cause.NEVER_RUN))
    list(run_plan(context, plan, Failures()))
    assert stages["extract"].asked == [[DAYS[0]], [DAYS[2]]]
    assert stages["derive"].asked == [[DAYS[0], DAYS[2]]]
