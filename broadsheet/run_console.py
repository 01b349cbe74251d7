"""`broadsheet run` and `broadsheet status` for a person: progress bars, a table of what was done, what to do next."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from broadsheet.errors import SourceError
from broadsheet.ingest import index_rows, load_sources
from broadsheet.lake import Lake
from broadsheet.release import open_warehouse
from broadsheet.run.events import RunEvent
from broadsheet.settings import Settings
from broadsheet.tables import load_tables

_STAGES = ("ingest", "extract", "derive", "model", "view", "release")


def run_with_progress(settings: Settings, days: Collection[date] | None, *, force: bool) -> None:
    """Run what is new or stale with a progress bar, then say what was done.

    Raises SourceError where a run failed; what was finished before stays.
    """
    # Dagster takes a second to import; the other commands need none of it.
    from pipelines.run import run_days

    console = Console(stderr=True)
    with _ProgressListener(console) as listener:
        summary = run_days(settings, days, force=force, on_event=listener.listen)
    for failure in summary.failures:
        span = f" of {failure.first} to {failure.last}" if failure.first else ""
        console.print(f"[red]failed:[/] {failure.job}{span}: {failure.message}", highlight=False, soft_wrap=True)
    if summary.days_outside:
        console.print(
            f"[yellow]left out:[/] {len(summary.days_outside)} days before {settings.start_day} or in the future; "
            "set BROADSHEET_START_DAY to take earlier ones."
        )
    if summary.problem_count:
        console.print(
            f"[yellow]{summary.problem_count} records could not be read:[/] "
            'broadsheet sql "select path, problem_count, problems from ops.inbox_files where problem_count > 0"'
        )
    if summary.failures:
        raise SourceError("The run did not finish. Mend what is named above and run `broadsheet run` again.")
    if summary.is_up_to_date:
        console.print(f"Nothing to do: {settings.warehouse} is up to date. New files go into {settings.inbox}.")
        return
    table = Table("stage", "days", "rows", "seconds")
    for stage in _STAGES:
        if stage in summary.rows:
            spent = f"{summary.seconds[stage]:.1f}"
            table.add_row(stage, str(len(summary.days.get(stage, ())) or "-"), f"{summary.rows[stage]:,}", spent)
    console.print(table)
    console.print(f"Published {settings.warehouse}.", soft_wrap=True)


class _ProgressListener:
    """Turns run events into one bar per stage of days, and a line for the other stages."""

    def __init__(self, console: Console) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
        self._task = self._progress.add_task("looking for new files", total=None)
        self._stages_per_day = 1

    def __enter__(self) -> _ProgressListener:
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def listen(self, event: RunEvent) -> None:
        """Show one event."""
        if event.kind == "planned":
            self._stages_per_day = 1 if event.stage == "ingest" else 2
            self._progress.reset(self._task, total=event.day_count * self._stages_per_day, description=event.stage)
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
