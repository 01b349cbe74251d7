"""What a release must hold before anyone sees it; each check returns its problems in plain sentences.

SQL is put together here only from names of the table definitions, because the same law holds for many tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from broadsheet.release.build import ReleasedTable, literal, place_of, quote, released_columns
from broadsheet.tables import Table

# Columns that name a row of another table, wherever they stand.
REFERENCES: dict[str, tuple[str, str]] = {
    "article_version_id": ("articles", "article_version_id"),
    "capture_id": ("captures", "capture_id"),
    "sentence_id": ("sentences", "sentence_id"),
    "source_mention_id": ("mentions", "mention_id"),
    "relayed_by_claim_id": ("claims", "claim_id"),
    "said_by_claim_id": ("claims", "claim_id"),
    "linked_number_id": ("numbers", "number_id"),
    "derivation_id": ("derivations", "derivation_id"),
}
_SPAN_TYPE = "struct<start_char:int32,end_char:int32>"


def find_problems(connection: duckdb.DuckDBPyConnection, released: Sequence[ReleasedTable]) -> list[str]:
    """Every problem of the release that is being built; empty means good."""
    tables = {item.name: item.table for item in released}
    problems = [problem for item in released for problem in _check_counts(connection, item)]
    for table in tables.values():
        problems += _check_key(connection, table)
        problems += _check_references(connection, table, tables)
        problems += _check_evidence(connection, table, tables)
    for stage in ("extract", "derive"):
        problems += _check_halves(connection, stage, tables)
    return problems


def _check_counts(connection: duckdb.DuckDBPyConnection, item: ReleasedTable) -> Iterator[str]:
    found = _fetch_count(connection, f"select count(*) from {place_of(item.table)}")
    if found != item.row_count:
        yield f"Table {item.name} has {found} rows, the lake's version {item.lake_version} has {item.row_count}."


def _check_key(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[str]:
    if not table.key:
        return
    key = ", ".join(quote(name) for name in table.key)
    groups = f"select {key} from {place_of(table)} group by all having count(*) > 1"
    for row in _fetch_example(connection, groups):
        shown = ", ".join(f"{name} = {value!r}" for name, value in zip(table.key, row[:-1], strict=True))
        yield f"Table {table.name} has {row[-1]} keys more than once, for example {shown}."


def _check_references(connection: duckdb.DuckDBPyConnection, table: Table, tables: dict[str, Table]) -> Iterator[str]:
    for column in released_columns(table):
        target, target_column = REFERENCES.get(column.name, ("", ""))
        if target not in tables or (target, target_column) == (table.name, column.name):
            continue
        name = quote(column.name)
        known = f"select {quote(target_column)} from {place_of(tables[target])}"
        wrong = f"select {name} from {place_of(table)} where {name} is not null and {name} not in ({known})"
        for row in _fetch_example(connection, wrong):
            yield f"{row[1]} rows of table {table.name} name a {column.name} that {target} lacks, for example {row[0]}."


def _check_evidence(connection: duckdb.DuckDBPyConnection, table: Table, tables: dict[str, Table]) -> Iterator[str]:
    """`surface` and the texts of spans equal their slice of the article, in code points."""
    columns = {column.name: column.type for column in released_columns(table)}
    if "articles" not in tables or "article_version_id" not in columns:
        return
    pairs = []
    if {"start_char", "end_char", "surface"} <= columns.keys() and (
        "in_headline" in columns or table.stage == "extract"
    ):
        pairs.append(("surface", "facts.start_char", "facts.end_char"))
    for name, kind in columns.items():
        if kind == _SPAN_TYPE and f"{name}_text" in columns and "in_headline" in columns:
            pairs.append((f"{name}_text", f"facts.{quote(name)}.start_char", f"facts.{quote(name)}.end_char"))
    text = "if(facts.in_headline, articles.headline, articles.text)" if "in_headline" in columns else "articles.text"
    for column, start, end in pairs:
        both = f"{place_of(table)} as facts join {place_of(tables['articles'])} as articles using (article_version_id)"
        wrong = (
            f"select facts.article_version_id, {start}, {end}, facts.{quote(column)} from {both}"
            f" where {start} is not null"
            f" and facts.{quote(column)} is distinct from substring({text}, {start} + 1, {end} - {start})"
        )
        for row in _fetch_example(connection, wrong):
            yield (
                f"{row[4]} rows of table {table.name} have a {column} that is not the text at its place, "
                f"for example {row[3]!r} at {row[1]}-{row[2]} of article version {row[0]}."
            )


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


def _fetch_example(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """The first row of the query, with the number of all its rows as one more column; nothing where it has none."""
    return connection.execute(f"select *, count(*) over () from ({query}) limit 1").fetchall()


def _fetch_count(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, str] | None = None) -> int:
    # fetchall, because DuckDB 2.0 refuses the next statement while a result is unfinished.
    return int(connection.execute(query, values or {}).fetchall()[0][0])
