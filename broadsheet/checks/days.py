"""Running checks on days of the lake: each table is opened once for all of them, a few days at a time.

Only the columns that a check names are read. Opened as views, each check read all its files anew: for 111 sparse days
the laws took four times as long.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from broadsheet.checks.check import EXAMPLE_ROWS, Check, find_wrong_rows
from broadsheet.lake import Lake
from broadsheet.model import find_table, load_inputs

# The texts of so many days are in memory at once: a fortnight of 2,000 articles a day is less than a gigabyte.
DAYS_AT_ONCE = 14


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: how many rows are wrong, and the first few of them."""

    check: Check
    wrong_row_count: int
    examples: pl.DataFrame


def run_checks_on_days(
    lake: Lake, checks: Sequence[Check], days: Collection[date] | None, values: Mapping[str, Any]
) -> Iterator[CheckResult]:
    """Each check run on these days (None: all): the daily ones first, then those that need every day.

    values: of the checks' parameters but `$first_day` and `$last_day`. Raises FaultError as `find_wrong_rows` does and
    CorruptTableError where a file cannot be read.
    """
    daily = [check for check in checks if check.is_daily]
    if daily:
        ordered = sorted(_list_days(lake, daily) if days is None else days)
        parts = [ordered[start : start + DAYS_AT_ONCE] for start in range(0, len(ordered), DAYS_AT_ONCE)]
        yield from _add_up(daily, [_run_checks(lake, daily, part, values) for part in parts])
    others = [check for check in checks if not check.is_daily]
    if others:
        yield from _run_checks(lake, others, None, values)


def _run_checks(
    lake: Lake, checks: Sequence[Check], days: Sequence[date] | None, values: Mapping[str, Any]
) -> list[CheckResult]:
    known = dict(values)
    if days is not None:
        known |= {"first_day": days[0], "last_day": days[-1]}
    with closing(load_inputs(lake, _list_columns(checks), days)) as connection:
        return [CheckResult(check, *find_wrong_rows(connection, check, known)) for check in checks]


def _add_up(checks: Sequence[Check], parts: Sequence[Sequence[CheckResult]]) -> Iterator[CheckResult]:
    for position, check in enumerate(checks):
        found = [results[position] for results in parts]
        examples = pl.concat([result.examples for result in found]).head(EXAMPLE_ROWS) if found else pl.DataFrame()
        yield CheckResult(check, sum(result.wrong_row_count for result in found), examples)


def _list_columns(checks: Sequence[Check]) -> dict[str, list[str]]:
    """By table, the columns whose names stand in the text of a check that reads it."""
    columns: dict[str, list[str]] = {}
    for name in sorted({name for check in checks for name in check.inputs}):
        words = {word for check in checks if name in check.inputs for word in re.findall(r"\w+", check.text)}
        columns[name] = [column.name for column in find_table(name).columns if column.name in words]
    return columns


def _list_days(lake: Lake, checks: Sequence[Check]) -> set[date]:
    tables = [find_table(name) for name in {name for check in checks for name in check.inputs}]
    return {day for table in tables if table.partition for day in lake.days(table)}
