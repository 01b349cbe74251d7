"""What a release must hold before anyone sees it; each check returns its problems in plain sentences.

Belongs here: what only a whole release can be asked, whether all rows came over and no day is half written. The laws
of the tables are proved here too, but written in broadsheet.checks.laws, once for the release and for each day. SQL is
put together here only from names of the table definitions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from broadsheet.checks import find_wrong_rows, list_laws
from broadsheet.release.build import NAME, ReleasedTable, literal, place_of, quote
from broadsheet.stages.registry import DAY_STAGES
from broadsheet.tables import Table


def find_problems(connection: duckdb.DuckDBPyConnection, released: Sequence[ReleasedTable]) -> list[str]:
    """Every problem of the release that is being built; empty means good."""
    tables = {item.name: item.table for item in released}
    problems = [problem for item in released for problem in _check_counts(connection, item)]
    problems += _check_laws(connection, tables)
    for stage in DAY_STAGES:
        if stage.reads:
            problems += _check_halves(connection, stage.name, tables)
    return problems


def _check_laws(connection: duckdb.DuckDBPyConnection, tables: dict[str, Table]) -> Iterator[str]:
    """The laws of all tables, the same that the checks of a day run; here over all days."""
    schemas = sorted({table.release_schema for table in tables.values()})
    connection.execute(f"set search_path = {literal(','.join(f'{NAME}.{schema}' for schema in schemas))}")
    for law in list_laws(tables.values()):
        count, examples = find_wrong_rows(connection, law, {})
        if count:
            yield law.problem.format(wrong_rows=count, **examples.row(0, named=True))
    connection.execute("use memory")


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
