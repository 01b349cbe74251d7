"""`broadsheet derive --candidate`, `compare` and `promote`: what they print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from broadsheet.candidate.differences import TABLES, Comparison, compare
from broadsheet.candidate.lake import derive_candidate, list_candidate_days, promote
from broadsheet.candidate.report import KINDS, count_by, write_html
from broadsheet.errors import SettingsError, TableError
from broadsheet.settings import Settings
from broadsheet.stages.context import StageContext

_SHOWN_RULES = 12


def make_candidate(settings: Settings, days: Sequence[date] | None) -> None:
    """Derive the days that have articles beside the rows in place, and say how it goes on."""
    context = StageContext.of(settings)
    there = context.lake.days("articles")
    wanted = there if days is None else [day for day in there if day in set(days)]
    if not wanted:
        raise SettingsError("None of these days has articles. `broadsheet status` shows which have.")
    console = Console(highlight=False)
    for number, report in enumerate(derive_candidate(context, wanted), start=1):
        console.print(f"{report.day}: {report.row_count:,} sentences, {number} of {_count_days(len(wanted))}")
    console.print("Next: broadsheet compare, then broadsheet promote")


def show_comparison(settings: Settings, days: Sequence[date] | None, output: Path | None) -> None:
    """Print rows gained, lost and changed by table and rule; the page has examples too."""
    lake = StageContext.of(settings).lake
    there = list_candidate_days(lake)
    wanted = list(there) if days is None else [day for day in days if day in there]
    if not wanted:
        raise TableError("There is no candidate of these days. Make one: broadsheet derive --candidate --days A..B")
    comparison = compare(lake, wanted)
    _print_counts(Console(), comparison)
    if output is not None:
        output.write_text(write_html(comparison), encoding="utf-8")
        Console(soft_wrap=True, markup=False, highlight=False).print(f"Examples in their text: {output}")


def promote_candidate(settings: Settings, days: Sequence[date] | None) -> None:
    """Make the candidate the current rows; the next run publishes them."""
    lake = StageContext.of(settings).lake
    count = sum(1 for _ in promote(lake, days))
    Console(highlight=False).print(
        f"{_count_days(count)} promoted: the candidate is in place. Next: broadsheet run publishes it."
    )


def _print_counts(console: Console, comparison: Comparison) -> None:
    shown = Table("table", "equal", *KINDS, title=_count_days(len(comparison.days)))
    for table in TABLES:
        counts = [str(comparison.count(table, kind)) for kind in KINDS]
        shown.add_row(table, str(comparison.equal[table]), *counts)
    console.print(shown)
    rules = Table("table", "rule", *KINDS)
    for name, rule, numbers in count_by(comparison, 3, _SHOWN_RULES):
        rules.add_row(name, escape(rule), *map(str, numbers))
    if rules.row_count:
        console.print(rules)


def _count_days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
