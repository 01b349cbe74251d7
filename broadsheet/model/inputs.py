"""Lake tables as DuckDB views, so that a query can name them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import duckdb
import polars as pl

from broadsheet.lake import Lake
from broadsheet.model.queries import load_queries
from broadsheet.private_files import choose_spill_folder
from broadsheet.stages.registry import SQL_STAGE_NAMES
from broadsheet.tables import Table, get_table
from broadsheet.tables.types import parse_type


def find_table(name: str) -> Table:
    """The table of that name, of the Python stages or of a SQL model or view. Raises FaultError for another."""
    for stage in SQL_STAGE_NAMES:
        for query in load_queries(stage):
            if query.name == name:
                return query.table
    return get_table(name)


def connect_inputs(lake: Lake, names: Iterable[str], days: Collection[date] | None = None) -> duckdb.DuckDBPyConnection:
    """A new in-memory connection in UTC in which each named table is a view; the caller closes it.

    days: leave other partitions of daily tables out. A table that does not exist yet is there without rows.
    """
    connection = _connect()
    for name in names:
        _create_view(connection, lake, find_table(name), days)
    return connection


class InputViews:
    """Lake tables as views of one in-memory connection, each made when a query first names it.

    For queries that run one after the other; close it after use. `forget` and `interrupt` may be called while one runs.
    """

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._connection = _connect()
        self._known: set[str] = set()
        # Footers of hundreds of days are read once, not for each query that names the table.
        self._connection.execute("set parquet_metadata_cache = true")

    def open(self, names: Iterable[str]) -> duckdb.DuckDBPyConnection:
        """The connection, with a view for each of these tables."""
        for name in names:
            if name not in self._known:
                _create_view(self._connection, self._lake, find_table(name), None, is_for_many=True)
                self._known.add(name)
        return self._connection

    def forget(self, name: str) -> None:
        """After a table was written anew: a query that names it from now on sees its new rows."""
        self._known.discard(name)

    def interrupt(self) -> None:
        """Stop the query that runs."""
        self._connection.interrupt()

    def close(self) -> None:
        self._connection.close()


def load_inputs(
    lake: Lake, columns: Mapping[str, Sequence[str]], days: Collection[date] | None = None
) -> duckdb.DuckDBPyConnection:
    """A new in-memory connection in UTC that holds these columns of each named table; the caller closes it.

    For many queries over the same tables, as `connect_inputs` is for one: each file is read once, into memory.
    days: leave other partitions of daily tables out. Raises CorruptTableError.
    """
    connection = _connect()
    for name, wanted in columns.items():
        table = find_table(name)
        frame = lake.read(table, days=days if table.partition else None, columns=wanted)
        connection.register(name, frame.to_arrow())
    return connection


def _connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute(f"set temp_directory = '{choose_spill_folder()}'")
    return connection


def _create_view(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    table: Table,
    days: Collection[date] | None,
    *,
    is_for_many: bool = False,
) -> None:
    files = lake.files(table, days=days if table.partition else None)
    if files and not lake.is_local:
        # DuckDB reads object stores only with an extension that must be downloaded; the lake reads them itself.
        connection.register(table.name, lake.read(table, days=days if table.partition else None))
        return
    source = select_rows(connection, table, files, is_for_many=is_for_many)
    connection.execute(f'create or replace view "{table.name}" as {source}')


def select_rows(
    connection: duckdb.DuckDBPyConnection, table: Table, files: list[str], *, is_for_many: bool = True
) -> str:
    """A select of all columns of a table from its local data files; of no rows where there are none.

    is_for_many: many queries will run on it. Seeking the columns of every file by name takes a third of the time of
    all models and views then, so it is looked up beforehand whether that is needed.
    """
    if not files:
        return _no_rows(table)
    return _read_files(connection, table, files, by_name=not (is_for_many and _are_alike(files)))


def _read_files(connection: duckdb.DuckDBPyConnection, table: Table, files: list[str], *, by_name: bool) -> str:
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    partition = f", hive_types = {{'{table.partition}': date}}" if table.partition else ""
    hive = "true" if table.partition else "false"
    scan = f"read_parquet([{listed}], hive_partitioning = {hive}{partition}, union_by_name = {str(by_name).lower()})"
    stored = set(connection.sql(f"from {scan}").columns)
    columns = [
        f'"{column.name}"' if column.name in stored else f'null::{_duckdb_type(column.type)} as "{column.name}"'
        for column in table.columns
    ]
    return f"select {', '.join(columns)} from {scan}"


def _are_alike(files: list[str]) -> bool:
    """Whether all files have the same columns and types; those from before a column came have not."""
    try:
        schemas = (pl.read_parquet_schema(file) for file in files)
        first = next(schemas, None)
        return all(schema == first for schema in schemas)
    except (OSError, pl.exceptions.PolarsError):
        # Which file is damaged is told by the query that reads it.
        return False


def _no_rows(table: Table) -> str:
    columns = ", ".join(f'null::{_duckdb_type(column.type)} as "{column.name}"' for column in table.columns)
    return f"select {columns} where false"


def _duckdb_type(written: str) -> str:
    return parse_type(written).duckdb
