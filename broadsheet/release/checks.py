"""What a release must hold before anyone sees it; each check returns its problems in plain sentences.

Belongs here: what only a whole release can be asked, whether all rows came over and no day is half written or lost.
The checks of the tables are proved here too, from the one list in broadsheet.checks, once for the release and for each
day. SQL is put together here only from names of the table definitions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb

from broadsheet.checks import KEY_LAW, Check, find_wrong_rows, list_checks
from broadsheet.release.base import Changes, in_days
from broadsheet.release.build import NAME, ReleasedTable, literal, place_of, quote
from broadsheet.stages.registry import DAY_STAGES, FIRST_STAGE
from broadsheet.tables import Table

_CHANGED = "changed"


def find_problems(
    connection: duckdb.DuckDBPyConnection, released: Sequence[ReleasedTable], changes: Changes | None = None
) -> list[str]:
    """Every problem of the release that is being built; empty means good.

    changes: what is not as it was in a release that passed; only that is held against the checks of the tables, and
    what refers to it. None: all rows.
    """
    tables = {item.name: item.table for item in released}
    problems = [problem for item in released for problem in _check_counts(connection, item)]
    problems += _run_checks(connection, tables, changes)
    for stage in DAY_STAGES:
        if stage.reads:
            problems += _check_halves(connection, stage.name, tables)
    return problems


def find_lost_days(
    connection: duckdb.DuckDBPyConnection, released: Sequence[ReleasedTable], before: Path
) -> Iterator[str]:
    """Days whose captures the release in place holds and the new one does not, though no run has found them empty.

    before: the release in place; one that cannot be read is no measure.
    """
    tables = {item.name: item.table for item in released}
    if not {"captures", "runs"} <= tables.keys() or not before.exists():
        return
    captures, runs = tables["captures"], tables["runs"]
    try:
        connection.execute(f"attach {literal(str(before.resolve()))} as before (read_only)")
    except duckdb.Error:
        return
    day = quote(captures.partition or "")
    lost = (
        f"select distinct {day} from before.{quote(captures.release_schema)}.{quote(captures.name)}"
        f" except select {day} from {place_of(captures)}"
        f" except select captured_on from {place_of(runs)} where stage = {literal(FIRST_STAGE)} and row_count = 0"
    )
    try:
        days = sorted(row[0] for row in connection.execute(lost).fetchall())
    except duckdb.Error:
        days = []
    connection.execute("detach before")
    if days:
        yield (
            f"Table captures has lost {len(days)} days that the release in place holds, for example {days[0]}. Put the "
            f"lake back from a copy; where they are to go, delete {before} and run `broadsheet run`."
        )


def _run_checks(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, Table], changes: Changes | None
) -> Iterator[str]:
    """The checks of all tables, the same that are run on days; here over all days, or over what changed."""
    schemas = sorted({table.release_schema for table in tables.values()})
    # Views of what changed stand before the tables of the same names.
    connection.execute(f"create schema if not exists {_CHANGED}")
    places = [f"memory.{_CHANGED}", *(f"{NAME}.{schema}" for schema in schemas)]
    connection.execute(f"set search_path = {literal(','.join(places))}")
    for check in list_checks(tables.values()):
        if not check.problem or not (changes is None or changes.keys() & set(check.inputs)):
            continue
        shown = [] if changes is None else _list_views(check, tables, changes)
        for name, select in shown:
            connection.execute(f"create view memory.{_CHANGED}.{quote(name)} as {select}")
        count, examples = find_wrong_rows(connection, check, {"first_day": date.min, "last_day": date.max})
        for name, _ in shown:
            connection.execute(f"drop view memory.{_CHANGED}.{quote(name)}")
        if count:
            yield check.problem.format(wrong_rows=count, **examples.row(0, named=True))
    connection.execute("use memory")


def _list_views(check: Check, tables: dict[str, Table], changes: Changes) -> list[tuple[str, str]]:
    """Views that leave a check only what may have come to break it; none where it must see all rows."""
    daily = [tables[name] for name in check.inputs if tables[name].partition]
    changed = [changes[name] for name in check.inputs if name in changes]
    if not check.is_daily or any(days is None for days in changed):
        return []
    days = {day for part in changed for day in part or ()}
    if check.name == KEY_LAW:
        # A key of another day may be the same.
        [table] = daily
        key = ", ".join(map(quote, table.key))
        new = f"select {key} from {place_of(table)} where {in_days(table, days)}"
        return [(table.name, f"select facts.* from {place_of(table)} as facts semi join ({new}) as new using ({key})")]
    return [(table.name, f"select * from {place_of(table)} where {in_days(table, days)}") for table in daily]


def _check_counts(connection: duckdb.DuckDBPyConnection, item: ReleasedTable) -> Iterator[str]:
    found = _fetch_count(connection, f"select count(*) from {place_of(item.table)}")
    if found != item.row_count:
        yield f"Table {item.name} has {found} rows, the lake's version {item.lake_version} has {item.row_count}."


def _check_halves(connection: duckdb.DuckDBPyConnection, stage: str, tables: dict[str, Table]) -> Iterator[str]:
    """All tables that one pass writes for a day carry the same derivation, and `runs` says that the pass ended."""
    parts = [
        f"select {literal(table.name)} as table_name, {quote(table.partition)} as day, derivation_id"
        f" from {place_of(table)}"
        for table in tables.values()
        if table.stage == stage and table.partition and "derivation_id" in {column.name for column in table.columns}
    ]
    if not parts:
        return
    sets = (
        "select table_name, day, list_sort(list(distinct derivation_id)) as ids"
        f" from ({' union all '.join(parts)}) group by all"
    )
    halves = f"select day, list_sort(list(table_name)) from ({sets}) group by day having count(distinct ids) > 1"
    for day, names in connection.execute(f"{halves} order by day").fetchall():
        yield f"Day {day} of {stage} is half written: its tables ({', '.join(names)}) carry different derivations."
    if {"runs", "derivations"} <= tables.keys():
        yield from _check_unfinished(connection, stage, sets, tables)


def _check_unfinished(
    connection: duckdb.DuckDBPyConnection, stage: str, sets: str, tables: dict[str, Table]
) -> Iterator[str]:
    runs, derivations = place_of(tables["runs"]), place_of(tables["derivations"])
    if not _fetch_count(connection, f"select count(*) from {runs} where stage = $stage", {"stage": stage}):
        return
    rows = connection.execute(
        f"with sets as ({sets}), days as (select distinct day, unnest(ids) as derivation_id from sets)"
        f" select distinct days.day from days left join {derivations} as made using (derivation_id)"
        f" left join {runs} as runs on runs.captured_on = days.day and runs.stage = $stage"
        " where runs.code_version is null or runs.code_version not in (days.derivation_id, made.code_version)"
        " order by 1",
        {"stage": stage},
    ).fetchall()
    for (day,) in rows:
        yield f"Day {day} of {stage} is half written: ops.runs does not say that this pass ended."


def _fetch_count(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, str] | None = None) -> int:
    # fetchall, because DuckDB 2.0 refuses the next statement while a result is unfinished.
    return int(connection.execute(query, values or {}).fetchall()[0][0])
