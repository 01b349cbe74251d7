"""Runs started from the command line: the same assets and runner in the same Dagster instance that the web UI shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import dagster as dg
from dagster._core.execution.plan.objects import ErrorSource
from dagster._core.utils import make_new_run_id

from assets.process import describe_process
from assets.release.warehouse import RELEASE_TAG, WHOLE_RELEASE
from assets.resource import BroadsheetResource
from broadsheet.first_day import record_first_day
from broadsheet.run.corruption import drop_corrupt_captures, find_corrupt_days, set_aside_damaged_tables
from broadsheet.run.events import OnEvent, RunEvent, emit, listening
from broadsheet.run.plan import Cause, Plan, PlannedDay, make_plan
from broadsheet.settings import Settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.ingest import is_inbox_known
from broadsheet.stages.registry import DAY_STAGE_NAMES, FIRST_STAGE, STAGES, Grain
from broadsheet.stages.release import find_publish_reason
from pipelines.definitions import build_definitions
from pipelines.home import CancelWatch, mark_cancelled, open_instance, telling_of_records
from pipelines.interruption import Interruption, interruptible
from pipelines.jobs import INDEX, PUBLISH
from pipelines.sparse_backfill import SPARSE_BACKFILL, write_config

_FILE_STAGES = {stage.name for stage in STAGES if stage.grain is Grain.FILE}
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that failed: what it was to do and why it did not."""

    job: str
    message: str


@dataclass(slots=True)
class RunSummary:
    """What `run_days` did. `is_up_to_date`: there was nothing to do at all. planned: days to be done, by stage."""

    planned: dict[str, int] = field(default_factory=dict)
    days: dict[str, set[date]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    run_ids: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    days_outside: list[date] = field(default_factory=list)
    problem_count: int = 0
    is_published: bool = False
    is_interrupted: bool = False

    @property
    def is_up_to_date(self) -> bool:
        return not (self.days or self.is_published or self.failures or self.is_interrupted)

    def listen(self, event: RunEvent) -> None:
        """Add what an event tells."""
        if event.kind == "planned":
            self.planned[event.stage] = self.planned.get(event.stage, 0) + event.day_count
        if event.kind == "stage" and event.stage in _FILE_STAGES:
            self.is_published = True
        if event.kind == "day" and event.day is not None:
            self.days.setdefault(event.stage, set()).add(event.day)
        if event.kind in ("day", "stage"):
            self.rows[event.stage] = self.rows.get(event.stage, 0) + event.row_count
            self.seconds[event.stage] = self.seconds.get(event.stage, 0.0) + event.seconds

    def describe_interruption(self) -> str:
        """What an interrupted run has done, and how to go on."""
        done = [
            f"{stage} of {len(self.days.get(stage, ()))} of {self.planned[stage]} days"
            for stage in DAY_STAGE_NAMES
            if stage in self.planned
        ]
        release = "The release was published" if self.is_published else "Nothing was published; the last release stays"
        return (
            f"Interrupted. Done: {', '.join(done) or 'nothing yet'}. {release}. "
            "What is written stays: `broadsheet run` goes on from there."
        )


def run_days(
    settings: Settings,
    days: Collection[date] | None = None,
    *,
    force: bool = False,
    keep_old: bool = False,
    whole_release: bool = False,
    on_event: OnEvent | None = None,
) -> RunSummary:
    """Bring the warehouse up to date: index the inbox, run new and stale days, publish where anything changed.

    days: only these (default: all days with captures from settings.earliest_day to today). force: run them again from
    ingest on although nothing changed. keep_old: leave days that are stale only by code, model or settings.
    whole_release: publish although nothing changed, and take nothing over from the release in place.
    Raises BroadsheetError where nothing can be run at all; a failed run is a row of `failures`, and what can be done
    after it is done. Ctrl-C, SIGTERM and a cancel in the web UI end it at once: nothing is published then, and
    `is_interrupted` is set.
    """
    summary = RunSummary()

    def listen(event: RunEvent) -> None:
        summary.listen(event)
        if on_event is not None:
            on_event(event)

    if days and not settings.is_start_day_fixed:
        record_first_day(settings.home, min(days))
    records = telling_of_records(settings)
    with records, interruptible() as interruption, listening(listen), open_instance(settings) as instance:
        interruption.tell = summary.describe_interruption
        runner = _Runner(settings, instance, summary, interruption)
        if whole_release:
            runner.tags = {RELEASE_TAG: WHOLE_RELEASE}
        try:
            _bring_up_to_date(StageContext.of(settings), runner, summary, days, force=force, keep_old=keep_old)
        except _INTERRUPTS:
            summary.is_interrupted = interruption.is_requested = True
        except Exception:
            # What a query or a library makes of a signal that comes in the middle of its work.
            if not interruption.is_requested:
                raise
            summary.is_interrupted = True
    return summary


def _bring_up_to_date(
    context: StageContext,
    runner: _Runner,
    summary: RunSummary,
    days: Collection[date] | None,
    *,
    force: bool,
    keep_old: bool,
) -> None:
    for table, folder in set_aside_damaged_tables(context.lake, datetime.now(UTC)).items():
        emit(RunEvent("note", text=f"Table {table} could not be opened. It lies in {folder} now and is made again."))
    if not is_inbox_known(context):
        runner.run(INDEX)
    captured = context.lake.days("captures")
    if captured:
        # A warehouse of older code has no record of its first day.
        record_first_day(context.settings.home, captured[0])
    plan = make_plan(context, days, force=force, keep_old=keep_old)
    summary.days_outside, summary.problem_count = plan.days_outside, plan.problem_count
    _forget_corrupt_captures(context, plan)
    if plan.items:
        runner.run(SPARSE_BACKFILL, write_config(plan))
    if runner.tags or find_publish_reason(context) is not None:
        summary.is_published = runner.run(PUBLISH) or (runner.repair(context) and runner.run(PUBLISH))


def _forget_corrupt_captures(context: StageContext, plan: Plan) -> None:
    """A forced day whose captures cannot be read stores anew what the inbox still holds."""
    for item in plan.list_items():
        is_forced = item.stage == FIRST_STAGE and item.cause is Cause.FORCED
        if is_forced and drop_corrupt_captures(context.lake, item.day):
            text = f"{item.day}: its captures could not be read; what the inbox still holds is stored anew."
            emit(RunEvent("note", FIRST_STAGE, item.day, text=text))


_INTERRUPTS = (KeyboardInterrupt, dg.DagsterExecutionInterruptedError)


class _Runner:
    """The jobs of one call, in this process."""

    def __init__(
        self, settings: Settings, instance: dg.DagsterInstance, summary: RunSummary, interruption: Interruption
    ) -> None:
        self._instance = instance
        self._interruption = interruption
        self._summary = summary
        self._definitions = build_definitions(BroadsheetResource.from_settings(settings))
        self.tags: dict[str, str] = {}

    def run(self, job: str, config: Mapping[str, Any] | None = None) -> bool:
        """Run a job. Returns whether it ended well. Raises KeyboardInterrupt where the user ended it."""
        run_id = make_new_run_id()
        self._summary.run_ids.append(run_id)
        self._interruption.is_cancelled = CancelWatch(self._instance, run_id)
        try:
            result = self._definitions.resolve_job_def(job).execute_in_process(
                instance=self._instance,
                run_id=run_id,
                tags=describe_process() | self.tags,
                run_config=QUIET | dict(config or {}),
                raise_on_error=False,
            )
        except BaseException as error:
            # An interrupt that comes while Dagster itself is at work leaves the run as failed, or as not ended.
            if self._interruption.is_requested or isinstance(error, _INTERRUPTS):
                mark_cancelled(self._instance, run_id)
            raise
        if self._interruption.is_requested or _is_interrupted(result):
            mark_cancelled(self._instance, run_id)
            raise KeyboardInterrupt
        if not result.success:
            self._summary.failures.append(Failure(job, _explain(result)))
        return result.success

    def repair(self, context: StageContext) -> bool:
        """After a failed publish: run days again whose rows cannot be read. Returns whether there were any."""
        plan = Plan()
        for day, stage in find_corrupt_days(context.lake).items():
            if stage != FIRST_STAGE:
                plan.add(PlannedDay(day, stage, Cause.CORRUPT))
        if not plan.items:
            return False
        self._summary.failures.pop()
        emit(RunEvent("note", text=f"{len({day for _, day in plan.items})} days could not be read and are run again."))
        return self.run(SPARSE_BACKFILL, write_config(plan))


def _is_interrupted(result: dg.ExecuteInProcessResult) -> bool:
    """Whether a step of the run got the interrupt, which Dagster tells as a failure."""
    failed = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    return any(data.error_source is ErrorSource.INTERRUPT for data in failed)


def _explain(result: dg.ExecuteInProcessResult) -> str:
    """The message of our own error that ended a run, else the innermost message."""
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error is not None and error.cause is not None:
                error = error.cause
            if error is not None:
                return f"{event.step_key}: {error.message.strip()}"
    return "the run failed without a message; see the web UI"
