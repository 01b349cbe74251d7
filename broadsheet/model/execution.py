"""Running a query and holding it to the columns, nulls and key that its `.toml` promises.

Rows go from DuckDB into a Parquet file of the lake without being held: a view of 100,000 articles took 5 GB as a frame.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from broadsheet.errors import FaultError, SchemaMismatchError, SourceError
from broadsheet.lake import Lake
from broadsheet.model.queries import Query
from broadsheet.tables import Table
from broadsheet.tables.types import parse_type


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a query. first_rows: the first few in the columns of its preview."""

    row_count: int
    first_rows: pl.DataFrame


# What a query may hold before it spills to disk; one that cannot do with it runs again without this limit, alone of its
# kind.
USUAL_MEMORY = "1GB"
_ROOM = threading.Lock()
_FIRST_ROWS = 5


def run_query(connection: duckdb.DuckDBPyConnection, query: Query) -> pl.DataFrame:
    """The rows of a model or view, ordered by its key so that the same input gives the same file.

    Raises FaultError where DuckDB refuses the query, or columns or types are not those of the `.toml`.
    """
    try:
        relation = connection.sql(query.text)
        _check_columns(query, relation)
        frame = relation.pl()
    except duckdb.Error as error:
        raise FaultError(f"sql/{query.stage}/{query.name}.sql fails: {error}") from error
    return _cast(query.table, frame).sort(query.table.key, nulls_last=True)


def write_query(connection: duckdb.DuckDBPyConnection, query: Query, lake: Lake) -> Written:
    """Make the rows of a model or view those of its table in the lake, in the order of its key.

    A lake in an object store gets them as a frame. Raises as `run_query` and `Lake.replace` do.
    """
    if not lake.is_local:
        frame = run_query(connection, query)
        lake.replace(query.table, frame)
        return Written(frame.height, frame.select(query.table.shown_columns).head(_FIRST_ROWS))
    file = lake.choose_file(query.table)
    try:
        row_count = _write_file(connection, query, file)
        _check_rows(connection, query.table, file)
        shown = ", ".join(_quote(name) for name in query.table.shown_columns)
        first_rows = connection.sql(f"select {shown} from {_scan(file)} limit {_FIRST_ROWS}").pl()
        lake.replace_by_file(query.table, file, row_count)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return Written(row_count, first_rows)


def _write_file(connection: duckdb.DuckDBPyConnection, query: Query, file: Path) -> int:
    try:
        _check_columns(query, connection.sql(query.text))
        order = ", ".join(f"{_quote(name)} nulls last" for name in query.table.key)
        copy = (
            f"copy (from (\n{query.text}\n) order by {order}) to '{_escape(file)}'"
            " (format parquet, compression zstd, compression_level 3)"
        )
        try:
            [(row_count,)] = _run_within(connection, USUAL_MEMORY, copy)
        except duckdb.OutOfMemoryException:
            with _ROOM:
                [(row_count,)] = _run_within(connection, None, copy)
    except duckdb.IOException as error:
        raise SourceError(f"Table {query.name} could not be written; its rows are as before. {error}") from error
    except duckdb.Error as error:
        raise FaultError(f"sql/{query.stage}/{query.name}.sql fails: {error}") from error
    return int(row_count)


def _run_within(connection: duckdb.DuckDBPyConnection, memory: str | None, statement: str) -> list[tuple[int]]:
    """The answer of a statement that may hold so much and writes the rest to disk; None: what DuckDB allows itself."""
    connection.execute("reset memory_limit" if memory is None else f"set memory_limit = '{memory}'")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.execute("reset memory_limit")


def _check_rows(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    """Raise SchemaMismatchError for a null where none is allowed or a key that two rows share, as frames are."""
    needed = {f"{_quote(column.name)} is null": column for column in table.columns if not column.nullable}
    # All in one query: one for each column took longer than many a model itself.
    asked = f"select {', '.join(needed)} from {_scan(file)} where {' or '.join(needed)} limit 1"
    for row in connection.execute(asked).fetchall() if needed else ():
        column = next(column for column, is_null in zip(needed.values(), row, strict=True) if is_null)
        raise SchemaMismatchError(
            f"Column {column.name} of table {table.name} does not fit: expected {column.type}, never null, found null."
        )
    keys = [_quote(name) for name in table.key]
    # Rows stand in the order of their key, so two that share it stand beside each other.
    same = " and ".join(f"{key} is not distinct from lag({key}) over ()" for key in keys)
    twice = connection.execute(
        f"select {', '.join(keys)} from (select *, lag(true) over () and {same} as is_twice from {_scan(file)})"
        " where is_twice limit 1"
    ).fetchall()
    if twice:
        shown = ", ".join(f"{name} = {value!r}" for name, value in zip(table.key, twice[0], strict=True))
        raise SchemaMismatchError(
            f"Column {', '.join(table.key)} of table {table.name} does not fit: expected a key of its own in every "
            f"row, found rows that share theirs, for example the row with {shown}."
        )


def _check_columns(query: Query, relation: duckdb.DuckDBPyRelation) -> None:
    expected = [(column.name, parse_type(column.type).duckdb) for column in query.table.columns]
    found = list(zip(relation.columns, [str(kind) for kind in relation.types], strict=True))
    if found != expected:
        differing = next((pair for pair in zip(expected, found, strict=False) if pair[0] != pair[1]), None)
        told = f"{differing[0]} promised, {differing[1]} found" if differing else f"{len(found)} of {len(expected)}"
        raise FaultError(f"sql/{query.stage}/{query.name}.sql and its .toml disagree on columns: {told}.")


def _cast(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(column.name).cast(parse_type(column.type).polars) for column in table.columns)


def _scan(file: Path) -> str:
    return f"read_parquet('{_escape(file)}')"


def _escape(file: Path) -> str:
    return str(file).replace("'", "''")


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
