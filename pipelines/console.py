"""`broadsheet run`, `plan` and `status` for a person: progress bars, what is done and why, what to do next."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from broadsheet.errors import DamagedLogError, InterruptionError, SourceError
from broadsheet.ingest import index_rows, load_sources
from broadsheet.lake import Lake
from broadsheet.release import open_warehouse
from broadsheet.run.acceptance import accept_derivations
from broadsheet.run.events import RunEvent
from broadsheet.run.plan import Plan, PlannedDay, make_plan
from broadsheet.settings import Settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.ingest import index_inbox, is_inbox_known
from broadsheet.stages.publishers import read_publishers
from broadsheet.stages.registry import STAGE_NAMES
from broadsheet.stages.release import find_publish_reason
from broadsheet.tables import load_tables


def run_with_progress(
    settings: Settings, days: Collection[date] | None, *, force: bool = False, keep_old: bool = False
) -> None:
    """Run what is new or stale with a progress bar, then say what was done.

    Raises SourceError where a run failed, InterruptionError where the user ended it; what was finished before stays.
    """
    console = Console(stderr=True)
    idle = None if force else _find_idle_plan(settings, days, keep_old)
    if idle is not None:
        _print_left_out(console, settings, idle.days_outside, idle.problem_count)
        console.print(f"Nothing to do: {settings.warehouse} is up to date. New files go into {settings.inbox}.")
        return
    # Dagster takes seconds to import, and there is something for it to do only now.
    from pipelines.run import RunSummary, run_days

    with _ProgressListener(console) as listener:
        summary: RunSummary = run_days(settings, days, force=force, keep_old=keep_old, on_event=listener.listen)
    if summary.is_interrupted:
        raise InterruptionError(summary.describe_interruption())
    for failure in summary.failures:
        console.print(f"[red]failed:[/] {failure.job}: {failure.message}", highlight=False, soft_wrap=True)
    _print_left_out(console, settings, summary.days_outside, summary.problem_count)
    if summary.failures:
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


def print_plan(
    settings: Settings, days: Collection[date] | None, *, force: bool = False, keep_old: bool = False, accept: str = ""
) -> None:
    """Print what `broadsheet run` would do and why, before anything runs; new files are read into the index for it.

    accept: a reason for which rows made by older code, model or settings stay as they are; it is noted in
    `ops.accepted_derivations`.
    """
    console, context = Console(), StageContext.of(settings)
    if not is_inbox_known(context):
        context.lake.replace("publishers", read_publishers(context.sources, settings.sources_path))
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
    cost = "; how long it takes is known after a first run" if seconds is None else f", about {_say_seconds(seconds)}"
    console.print(f"{days}{cost}. `broadsheet run` does it.", highlight=False)


def _say_seconds(seconds: float) -> str:
    return str(timedelta(seconds=max(1, round(seconds))))


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
    with contextlib.suppress(DamagedLogError):
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


class _ProgressListener:
    """Turns run events into one bar per stage of days, and a line for the other stages."""

    def __init__(self, console: Console) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
        self._task = self._progress.add_task("looking for new files", total=None)

    def __enter__(self) -> _ProgressListener:
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def listen(self, event: RunEvent) -> None:
        """Show one event."""
        if event.kind == "planned":
            self._progress.reset(self._task, total=event.day_count, description=event.stage)
        elif event.kind == "day":
            self._progress.update(self._task, advance=1, description=f"{event.stage} {event.day}")
        elif event.kind == "stage":
            self._progress.update(self._task, description=f"{event.stage} done", total=None)
        elif event.kind == "note":
            self._progress.console.print(event.text)


def print_status(settings: Settings) -> None:
    """Print what the warehouse holds: sources, inbox, rows by table, days, the release in place."""
    console = Console()
    lake = Lake(settings.lake_uri, settings.storage_options)
    index = index_rows(lake.read("inbox_files"))
    sources = ", ".join(source.id for source in load_sources(settings))
    console.print(f"home      {settings.home}\nsources   {sources}", highlight=False)
    console.print(
        f"inbox     {len(index)} files seen, {sum(file.record_count for file in index)} records, "
        f"{sum(file.problem_count for file in index)} problems",
        highlight=False,
    )
    captured = lake.days("captures")
    if not captured:
        console.print(f"Nothing is ingested yet. Put pages into {settings.inbox} and run `broadsheet run`.")
        return
    console.print(f"days      {len(captured)}, {captured[0]} to {captured[-1]}", highlight=False)
    table = Table("table", "rows", "days")
    for name, definition in load_tables().items():
        if definition.partition and lake.version(name) is not None:
            days = lake.days(name)
            table.add_row(name, f"{lake.read(name, columns=[definition.partition]).height:,}", str(len(days)))
    console.print(table)
    _print_release(console, settings)


def _print_release(console: Console, settings: Settings) -> None:
    if not settings.warehouse.exists():
        console.print("No release yet: run `broadsheet run`.")
        return
    with contextlib.closing(open_warehouse(settings)) as connection:
        row = connection.execute("select release_id, released_at, code_version from _release").fetchone()
    if row is not None:
        console.print(f"release   {row[0]}, published {row[1]:%Y-%m-%d %H:%M} by code {row[2]}", highlight=False)
