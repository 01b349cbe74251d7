"""`broadsheet run` and `plan` for a person: how far it is, what is done and why, what to do next."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from broadsheet import __version__
from broadsheet.errors import DamagedLogError, InterruptionError, SourceError
from broadsheet.run.acceptance import accept_derivations
from broadsheet.run.events import OnEvent, RunEvent
from broadsheet.run.plan import Plan, PlannedDay, make_plan
from broadsheet.run.progress import ProgressLines, RunProgress
from broadsheet.settings import Settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.declared import DECLARED, store_declared
from broadsheet.stages.ingest import index_inbox, is_inbox_known
from broadsheet.stages.registry import STAGE_NAMES
from broadsheet.stages.release import find_publish_reason
from pipelines.progress import ProgressBar, open_console
from pipelines.run_log import RunLog
from pipelines.words import say_duration

if TYPE_CHECKING:
    from pipelines.run import RunSummary


def run_with_progress(
    settings: Settings,
    days: Collection[date] | None,
    *,
    force: bool = False,
    keep_old: bool = False,
    whole_release: bool = False,
) -> None:
    """Run what is new or stale, show how far it is, then say what was done; a log file tells the same with times.

    Raises SourceError where a run failed, InterruptionError where the user ended it; what was finished before stays.
    """
    with open_console() as console:
        idle = None if force else _find_idle_plan(settings, days, keep_old)
        if idle is not None:
            _print_left_out(console, settings, idle.days_outside, idle.problem_count)
            console.print(f"Nothing to do: {settings.warehouse} is up to date. New files go into {settings.inbox}.")
            return
        # Dagster takes seconds to import, and there is something for it to do only now.
        from pipelines.run import run_days

        log = RunLog(settings)
        log.write(
            f"broadsheet {__version__} run below {settings.home}: {_say_days(days)}, force={force}, "
            f"keep_old={keep_old}, {settings.workers} workers, process {os.getpid()}"
        )
        try:
            with _show_progress(console, log) as listen:
                summary = run_days(
                    settings, days, force=force, keep_old=keep_old, whole_release=whole_release, on_event=listen
                )
        except BaseException:
            log.write(traceback.format_exc())
            _print_log(console, log)
            raise
        _print_summary(console, settings, summary, log)


@contextmanager
def _show_progress(console: Console, log: RunLog) -> Iterator[OnEvent]:
    """Progress on the console, as a bar or as lines, and in the log; yields what is to hear the events."""
    progress = RunProgress()
    shown = ProgressBar(console, progress) if console.is_terminal else ProgressLines(_plain(console), progress)
    logged = ProgressLines(log.write, progress)

    def listen(event: RunEvent) -> None:
        progress.listen(event)
        shown.listen(event)
        log.listen(event)
        if event.kind != "note":
            logged.listen(event)

    with shown:
        yield listen


def _plain(console: Console) -> Callable[[str], None]:
    return lambda text: console.print(text, highlight=False, markup=False, soft_wrap=True)


def _print_summary(console: Console, settings: Settings, summary: RunSummary, log: RunLog) -> None:
    """Say what a run did. Raises InterruptionError where the user ended it, SourceError where something failed."""
    if summary.is_interrupted:
        log.write(summary.describe_interruption())
        raise InterruptionError(summary.describe_interruption())
    for failure in summary.failures:
        console.print(f"[red]failed:[/] {failure.job}: {escape(failure.message)}", highlight=False, soft_wrap=True)
        log.write(f"failed: {failure.job}: {failure.message}")
    _print_left_out(console, settings, summary.days_outside, summary.problem_count)
    if summary.failures:
        from pipelines.home import describe_errors

        for error in describe_errors(settings, summary.run_ids):
            log.write(error)
        _print_log(console, log)
        raise SourceError("The run did not finish. Mend what is named above and run `broadsheet run` again.")
    if summary.is_up_to_date:
        console.print(f"Nothing to do: {settings.warehouse} is up to date. New files go into {settings.inbox}.")
        return
    table = Table("stage", "days", "rows", "seconds")
    for stage in STAGE_NAMES:
        if stage in summary.rows:
            spent = f"{summary.seconds[stage]:.1f}"
            table.add_row(stage, str(len(summary.days.get(stage, ())) or "-"), f"{summary.rows[stage]:,}", spent)
    console.print(table)
    if summary.is_published:
        console.print(f"Published {settings.warehouse}.")
        log.write(f"published {settings.warehouse.resolve()}")


def _print_log(console: Console, log: RunLog) -> None:
    cut = f" (cut short: {log.fault})" if log.fault else ""
    console.print(f"The log of this run: {log.path}{cut}", highlight=False, markup=False, soft_wrap=True)


def _say_days(days: Collection[date] | None) -> str:
    return f"{min(days)} to {max(days)}" if days else "all days"


def print_plan(
    settings: Settings, days: Collection[date] | None, *, force: bool = False, keep_old: bool = False, accept: str = ""
) -> None:
    """Print what `broadsheet run` would do and why, before anything runs; new files are read into the index for it.

    accept: a reason for which rows made by older code, model or settings stay as they are; it is noted in
    `ops.accepted_derivations`.
    """
    console, context = Console(), StageContext.of(settings)
    if not is_inbox_known(context):
        for name in DECLARED:
            store_declared(context, name)
        console.print(f"indexed {len(index_inbox(context))} files of the inbox", highlight=False)
    if accept:
        for accepted in accept_derivations(context, accept, datetime.now(UTC)):
            console.print(
                f"accepted: {accepted.day_count} days of {accepted.stage} stay as derivation {accepted.accepted_id} "
                "made them",
                highlight=False,
            )
    plan = make_plan(context, days, force=force, keep_old=keep_old)
    _print_left_out(console, settings, plan.days_outside, plan.problem_count)
    publish = "rows of the days above" if plan.items else find_publish_reason(context)
    if publish is None:
        console.print(f"Nothing to do: {settings.warehouse} is up to date.")
        return
    table = Table("days", "stage", "why")
    for span, stage, reason in _join_days(plan.list_items()):
        table.add_row(span, stage, reason)
    table.add_row("-", "model, view, release", publish)
    console.print(table)
    _print_estimate(console, plan)


def _print_estimate(console: Console, plan: Plan) -> None:
    seconds = plan.estimate_seconds()
    count = len({day for _, day in plan.items})
    if not count:
        return
    days = "1 day" if count == 1 else f"{count} days"
    cost = (
        "; how long it takes is known after a first run"
        if seconds is None
        else f", about {say_duration(seconds)}, then models and release"
    )
    console.print(f"{days}{cost}. `broadsheet run` does it.", highlight=False)


def _join_days(items: Iterable[PlannedDay]) -> Iterator[tuple[str, str, str]]:
    """Days that follow each other in the plan for the same stages and reasons as one line: days, stages, reason."""
    by_day: dict[date, list[PlannedDay]] = {}
    for item in items:
        by_day.setdefault(item.day, []).append(item)
    spans: list[tuple[list[date], tuple[tuple[str, str], ...]]] = []
    for day, found in sorted(by_day.items()):
        told = tuple((item.stage, item.reason) for item in found)
        if spans and spans[-1][1] == told:
            spans[-1][0].append(day)
        else:
            spans.append(([day], told))
    for days, told in spans:
        shown = str(days[0]) if len(days) == 1 else f"{days[0]} .. {days[-1]} ({len(days)} days)"
        for stage, reason in told:
            yield shown, stage, reason
            shown = ""


def _find_idle_plan(settings: Settings, days: Collection[date] | None, keep_old: bool) -> Plan | None:
    """The plan where nothing is new, stale or unpublished; asked of the lake and the release, without Dagster."""
    context = StageContext.of(settings)
    with suppress(DamagedLogError):
        return _make_idle_plan(context, days, keep_old)
    return None


def _make_idle_plan(context: StageContext, days: Collection[date] | None, keep_old: bool) -> Plan | None:
    if not is_inbox_known(context) or find_publish_reason(context) is not None:
        return None
    plan = make_plan(context, days, keep_old=keep_old)
    return None if plan.items else plan


def _print_left_out(console: Console, settings: Settings, days_outside: list[date], problem_count: int) -> None:
    if days_outside:
        console.print(
            f"[yellow]left out:[/] {len(days_outside)} days before {settings.earliest_day} or in the future; "
            "name earlier ones by --days, or set BROADSHEET_START_DAY."
        )
    if problem_count:
        console.print(
            f"[yellow]{problem_count} records could not be read:[/] "
            'broadsheet sql "select path, problem_count, problems from ops.inbox_files where problem_count > 0"'
        )
