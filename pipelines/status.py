"""`broadsheet status`: what the warehouse holds, what is stale, releases, disk, what runs by itself, settings.

Belongs here: gathering and printing it, 80 columns wide. Nothing is changed by asking. What would be run, in full,
belongs to `broadsheet plan`.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from broadsheet import __version__
from broadsheet.errors import BroadsheetError
from broadsheet.ingest.inbox_rows import index_rows
from broadsheet.masking import mask_address
from broadsheet.run.plan import Plan, make_plan
from broadsheet.settings import Settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.ingest import is_inbox_known
from broadsheet.stages.release import find_publish_reason
from broadsheet.tables import load_tables
from pipelines.judgements import describe_judgements
from pipelines.settings_shown import describe_settings
from pipelines.words import say_age, say_bytes, say_duration

_RELEASE = "warehouse-"
_SHOWN_REASONS = 6

Print = Callable[[str], None]


def print_status(settings: Settings, console: Console | None = None) -> None:
    """Print all of it. What cannot be found out is said in its place, and the rest is printed all the same."""
    shown, context = console or Console(), StageContext.of(settings)
    now = datetime.now(UTC)

    def say(text: str) -> None:
        shown.print(text, markup=False, highlight=False, overflow="fold")

    say(f"broadsheet {__version__}, home {settings.home}")
    with _explained(say):
        _print_inbox(context, say)
    with _explained(say):
        for line in describe_judgements(context):
            say(line)
    with _explained(say):
        _print_tables(context, shown, say)
        _print_stale(context, shown, say)
    _print_releases(settings, shown, now)
    _print_disk(settings, shown)
    with _explained(say):
        _print_automation(settings, shown, now, say)
    with _explained(say):
        _print_settings(settings, shown)


@contextmanager
def _explained(say: Print) -> Iterator[None]:
    try:
        yield
    except BroadsheetError as error:
        say(f"error: {error}")


def _print_inbox(context: StageContext, say: Print) -> None:
    index = index_rows(context.lake.read("inbox_files"))
    records, problems = sum(file.record_count for file in index), sum(file.problem_count for file in index)
    say(f"{len(context.sources)} sources; {len(index)} files seen, {records:,} records, {problems:,} problems")
    if not is_inbox_known(context):
        say("The inbox or sources.toml has changed since: `broadsheet plan` reads it and says what it brings.")


def _print_tables(context: StageContext, console: Console, say: Print) -> None:
    counts = {
        name: context.lake.count_rows(name)
        for name, table in load_tables().items()
        if table.partition and context.lake.version(name) is not None
    }
    days = sorted({day for by_day in counts.values() for day in by_day if day})
    if not days:
        say(f"Nothing is ingested yet. Put pages into {context.settings.inbox} and run `broadsheet run`.")
        return
    say(f"{_count(len(days), 'day')}, {days[0]} to {days[-1]}")
    table = Table("table", "rows", "days", "table", "rows", "days")
    cells = [(name, f"{sum(by_day.values()):,}", str(len(by_day))) for name, by_day in counts.items()]
    half = (len(cells) + 1) // 2
    for left, right in zip(cells[:half], [*cells[half:], ("", "", "")], strict=False):
        table.add_row(*left, *right)
    console.print(table)


def _print_stale(context: StageContext, console: Console, say: Print) -> None:
    if not context.lake.days("captures"):
        return
    plan = make_plan(context)
    publish = find_publish_reason(context, reads_file=False)
    if not plan.items and publish is None:
        say("Up to date: nothing is stale. Look at it with `broadsheet browse` or ask it with `broadsheet sql`.")
        return
    if plan.items:
        table = Table("stale", "stage", "why")
        reasons = Counter((item.stage, item.reason) for item in plan.list_items())
        for (stage, reason), count in list(reasons.items())[:_SHOWN_REASONS]:
            table.add_row(_count(count, "day"), stage, reason)
        if len(reasons) > _SHOWN_REASONS:
            table.add_row("", "", f"and {len(reasons) - _SHOWN_REASONS} more reasons")
        console.print(table)
    say(_say_cost(plan, publish))


def _say_cost(plan: Plan, publish: str | None) -> str:
    if not plan.items:
        return f"To be published: {publish}. `broadsheet run` does it."
    seconds = plan.estimate_seconds()
    cost = "how long it takes is known after a first run" if seconds is None else f"about {say_duration(seconds)}"
    days = _count(len({day for _, day in plan.items}), "day")
    return f"{days}, {cost}. `broadsheet plan` says which; `broadsheet run` does them."


def _print_releases(settings: Settings, console: Console, now: datetime) -> None:
    files = sorted(settings.releases.glob(f"{_RELEASE}*.duckdb"), reverse=True)
    if not files:
        console.print("No release yet.")
        return
    current = settings.warehouse.resolve()
    table = Table("release", "age", "size", "state")
    for path in files:
        published = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        mark = "current" if path == current else "kept"
        table.add_row(path.stem.removeprefix(_RELEASE), say_age(published, now), say_bytes(path.stat().st_size), mark)
    console.print(table)
    if current not in files:
        console.print(f"{settings.warehouse} leads to none of them: run `broadsheet run`.", highlight=False)


def _print_disk(settings: Settings, console: Console) -> None:
    if not settings.home.exists():
        return
    table = Table("disk", "size", "where")
    lake = Path(settings.lake_uri) if "://" not in settings.lake_uri else None
    places = {"lake": lake, "releases": settings.releases, "inbox": settings.inbox, "logs": settings.logs}
    for name, place in (places | {"dagster": settings.dagster_home}).items():
        if place is None:
            table.add_row(name, "?", mask_address(settings.lake_uri))
        elif place.exists():
            table.add_row(name, say_bytes(_measure(place)), str(place))
    table.add_row("free", say_bytes(shutil.disk_usage(settings.home).free), str(settings.home))
    _fold_last(table)
    console.print(table)


def _measure(place: Path) -> int:
    """Bytes of all files below a folder; those that go meanwhile count nothing."""
    total, waiting = 0, [place]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue
    return total


def _print_automation(settings: Settings, console: Console, now: datetime, say: Print) -> None:
    # Dagster takes seconds to import, so what it knows comes after what is known without it.
    from pipelines.automation import read_automation

    automation = read_automation(settings)
    table = Table("by itself", "state", "last tick")
    for item in automation.items:
        tick = f"{say_age(item.ticked_at, now)} ago: {item.told}" if item.ticked_at else "never"
        table.add_row(item.name, item.state, tick)
    _fold_last(table)
    console.print(table)
    if not automation.is_daemon_alive:
        say("Dagster's daemon is not running, so nothing starts by itself; `make dev` runs it.")


def _print_settings(settings: Settings, console: Console) -> None:
    table = Table("setting", "origin", "value")
    for item in describe_settings(settings):
        table.add_row(item.name, item.origin, item.shown)
    _fold_last(table)
    console.print(table)


def _fold_last(table: Table) -> None:
    """Long paths and texts go on in the next line of their cell; the other columns stay whole."""
    for column in table.columns[:-1]:
        column.no_wrap = True
    table.columns[-1].overflow = "fold"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
