"""The tables of `broadsheet sources` and `broadsheet poll`: trials, lists of a site, health, what a poll did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

if TYPE_CHECKING:
    from broadsheet.crawl.events import PollSummary
    from broadsheet.crawl.site_lists import SiteList
    from broadsheet.crawl.trials import Trial
    from broadsheet.ingest.sources import Source
    from broadsheet.stages.health import SourceHealth


def print_health(found: Iterable[SourceHealth]) -> None:
    """How each source does."""
    table = Table(_make_id_column(), "kind", "state", "last poll", "last success", "items", "pages in 7 days")
    for health in found:
        table.add_row(
            escape(health.source.id),
            _show_kind(health.source),
            health.state,
            _show_time(health.polled_at),
            _show_time(health.succeeded_at),
            f"{health.item_count:,}",
            f"{health.page_count:,}",
        )
    Console().print(table)


def print_trials(trials: Iterable[Trial]) -> None:
    """What each source gave when it was tried once."""
    table = Table(_make_id_column(), "kind", "result", "found", "newest")
    for trial in trials:
        table.add_row(
            escape(trial.source.id),
            _show_kind(trial.source),
            f"[red]{escape(trial.fault)}[/]" if trial.fault else "[green]ok[/]",
            "-" if trial.unit == "-" else f"{trial.item_count:,} {trial.unit}",
            _show_time(trial.newest_at),
        )
    Console().print(table)


def print_lists(found: Iterable[SiteList]) -> None:
    """The lists of a site, best first."""
    table = Table("kind", "address", "found", "newest", "named by", "title")
    for item in found:
        count = f"{item.item_count:,} items" if item.item_count else f"{item.part_count:,} lists"
        told = f"[red]{escape(item.fault)}[/]" if item.fault else count
        shown = escape(item.url), told, _show_time(item.newest_at), item.how, escape(item.title or "")
        table.add_row(item.kind, *shown)
    Console().print(table)


def print_summary(console: Console, summary: PollSummary) -> None:
    """What a poll did, and which hosts it left for later."""
    table = Table("source", "lists", "new addresses", "pages", "left")
    for polled in summary.sources.values():
        pages = ", ".join(f"{count} {outcome}" for outcome, count in polled.pages.most_common())
        lists = ", ".join(f"{count} {outcome}" for outcome, count in polled.lists.most_common())
        table.add_row(
            polled.source_id, lists or ("-" if polled.is_due else "not due"), str(polled.new_count), pages or "-",
            str(polled.pending_count),
        )  # fmt: skip
    console.print(table)
    for host, reason in summary.postponed_hosts.items():
        console.print(f"[yellow]left for later:[/] {escape(host)}: {escape(reason)}", highlight=False, soft_wrap=True)


def _make_id_column() -> Column:
    """The first column; an id is typed again, so it is never cut."""
    return Column("id", overflow="fold")


def _show_kind(source: Source) -> str:
    return source.kind if source.path or source.paths else "publisher"


def _show_time(at: datetime | None) -> str:
    return "-" if at is None else f"{at:%Y-%m-%d %H:%M}"
