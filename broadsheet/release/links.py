"""Tables of a linked release: views on the data files of a local lake, pinned to the version that was checked.

Belongs here: which tables are linked and how. A release in this form takes a moment to make and little room, however
many days the lake holds; the files it reads are kept from vacuum while it is one of the last few releases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import duckdb
import polars as pl

from broadsheet.lake import Lake, frame_of
from broadsheet.model.inputs import select_rows
from broadsheet.release.build import ReleasedTable, check_sizes, literal, place_of, quote, released_columns
from broadsheet.tables import Column, Table
from broadsheet.tables.types import parse_type

LINKED_TABLE = Table(
    "linked_files", "ops", "one data file of the lake", "The files that a linked release reads rows of days from; none "
    "where the rows stand in the release itself.", ("file_path",),
    (
        Column("file_path", "string", "Absolute path of a Parquet file of the lake"),
        Column("table_name", "string", "Table whose rows it holds"),
    ),
    release_schema="ops",
)  # fmt: skip


def choose_linked(form: str, lake: Lake, tables: Iterable[Table], made_anew: Collection[str]) -> frozenset[str]:
    """The names of the tables that become views: those of days, in a local lake, where that form is asked for.

    made_anew: tables that hold more than rows of the lake. DuckDB opens no files of an object store without an
    extension that it does not ship, so a release from there is native.
    """
    if form != "linked" or not lake.is_local:
        return frozenset()
    return frozenset(table.name for table in tables if table.partition and table.name not in made_anew)


def link_table(connection: duckdb.DuckDBPyConnection, lake: Lake, released: ReleasedTable) -> None:
    """Make the table a view on the files of its snapshot. Raises CorruptTableError for a file that is not whole."""
    check_sizes(lake, released)
    table, place = released.table, place_of(released.table)
    columns = ", ".join(
        f"{quote(column.name)}::{parse_type(column.type).duckdb} as {quote(column.name)}"
        for column in released_columns(table)
    )
    rows = select_rows(connection, table, list_files(released))
    connection.execute(f"create or replace view {place} as select {columns} from ({rows}) as stored")
    connection.execute(f"comment on view {place} is {literal(f'{table.description} One row is {table.grain}.')}")
    for column in released_columns(table):
        connection.execute(f"comment on column {place}.{quote(column.name)} is {literal(column.comment)}")


def list_linked_files(released: Iterable[ReleasedTable], linked: Collection[str]) -> pl.DataFrame:
    """The rows of `ops.linked_files`."""
    rows = [
        {"file_path": file, "table_name": item.name}
        for item in released
        if item.name in linked
        for file in list_files(item)
    ]
    return frame_of(LINKED_TABLE, rows)


def list_files(released: ReleasedTable) -> list[str]:
    """The absolute paths of the data files of a table of a local lake, in the order of their rows."""
    return [str(Path(file).absolute()) for file in released.snapshot.files]


def read_links(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """By table, the files that the release which is being built on reads."""
    found: dict[str, list[str]] = {}
    for name, file in connection.execute(f"select table_name, file_path from {place_of(LINKED_TABLE)}").fetchall():
        found.setdefault(name, []).append(file)
    return found
