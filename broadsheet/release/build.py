"""Building a release: native tables, their comments, macros, and the tables that describe the release itself.

SQL is put together here only from names of the table definitions, which may be any; selects over known tables belong
in `sql/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from broadsheet.errors import CorruptTableError, ReleaseError
from broadsheet.lake import Lake, Snapshot, frame_of
from broadsheet.private_files import make_private_folder
from broadsheet.release.macros import Macro, order_macros
from broadsheet.tables import Column, Table
from broadsheet.tables.types import parse_type

# Readable by DuckDB 1.4 and its clients (JDBC, Node, Wasm) and as small as the newest format.
STORAGE_VERSION = "v1.4.0"
# The database that is being built, as the connection knows it.
NAME = "building"

_TABLES_TYPE = "list<struct<table_name:string,lake_version:int64,row_count:int64>>"
_RELEASE_COLUMNS = (
    Column("release_id", "string", "Number and time of the release"),
    Column("released_at", "timestamp", "When it was built", unit="UTC"),
    Column("code_version", "string", "Code that built it"),
    Column("duckdb_version", "string", "DuckDB that wrote it"),
    Column("tables", _TABLES_TYPE, "Every table with the lake version it was read from and its rows"),
)
RELEASE_TABLE = Table(
    "_release", "ops", "the one release that this file is", "What this file was built from.", ("release_id",),
    _RELEASE_COLUMNS,
)  # fmt: skip
RELEASES_TABLE = Table(
    "releases", "ops", "one release", "This release and those before it, newest last.", ("release_id",),
    _RELEASE_COLUMNS, release_schema="ops",
)  # fmt: skip
DOCS_TABLE = Table(
    "table_docs", "ops", "one column of one table", "What every table and column means.",
    ("schema_name", "table_name", "column_name"),
    (
        Column("schema_name", "string", "Schema of the table: main or ops"),
        Column("table_name", "string", "Table"),
        Column("stage", "string", "Stage that makes it"),
        Column("grain", "string", "What one row is"),
        Column("table_doc", "string", "What the table holds"),
        Column("key_columns", "list<string>", "Columns that are unique together"),
        Column("position", "int32", "Place of the column in the table, from 0"),
        Column("column_name", "string", "Column"),
        Column("column_type", "string", "Type in DuckDB"),
        Column("is_nullable", "bool", "Null is allowed"),
        Column("unit", "string", "Unit of the values; null where they have none", nullable=True),
        Column("refers_to", "string", "Table and column that hold the same id; null for no reference", nullable=True),
        Column("column_doc", "string", "What the column means"),
    ),
    release_schema="ops",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """One table of a release. `lake_version` is None for a table that does not exist in the lake yet."""

    table: Table
    snapshot: Snapshot

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def lake_version(self) -> int | None:
        return self.snapshot.version

    @property
    def row_count(self) -> int:
        return self.snapshot.row_count


def attach(path: Path, *, is_new: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection that writes a database at `path`, known as NAME: a new one, or one that is there."""
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})
    # What is put there for want of memory is its owner's alone, as a release need not be.
    spill = make_private_folder(path.with_suffix(".tmp"))
    connection.execute(f"set temp_directory = {literal(str(spill))}")
    connection.execute("set timezone = 'UTC'")
    connection.execute(f"attach {literal(str(path))} as {NAME} (storage_version {literal(STORAGE_VERSION)})")
    if is_new:
        connection.execute(f"create schema {NAME}.ops")
    return connection


def fill_table(
    connection: duckdb.DuckDBPyConnection, lake: Lake, released: ReleasedTable, files: Sequence[str] | None = None
) -> None:
    """Fill the table from its snapshot, in the order of the lake. files: only from these of a local lake.

    Raises CorruptTableError that names the file, ReleaseError where rows break the definition.
    """
    if not released.snapshot.files:
        return
    check_sizes(lake, released)
    chosen = list(released.snapshot.files if files is None else files)
    if not chosen:
        return
    try:
        if lake.is_local:
            _insert_files(connection, released, chosen)
        else:
            insert_frame(connection, released.table, lake.read_snapshot(released.table, released.snapshot))
    except duckdb.ConstraintException as error:
        raise ReleaseError(
            f"Table {released.name} holds a null where none is allowed: {error}. Run its stage again for all days."
        ) from error
    except duckdb.Error as error:
        lake.read_snapshot(released.table, released.snapshot)
        raise ReleaseError(f"Table {released.name} could not be packed: {error}") from error


def create_tables(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> None:
    """Empty tables with the types, nullability and comments of their definitions."""
    # One transaction: each statement on its own would wait for the disk, and there is a comment per column.
    connection.execute("begin")
    for table in tables:
        _create_table(connection, table)
    connection.execute("commit")


def _create_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    place = place_of(table)
    columns = ", ".join(
        f"{quote(column.name)} {parse_type(column.type).duckdb}{'' if column.nullable else ' not null'}"
        for column in released_columns(table)
    )
    connection.execute(f"create table {place} ({columns})")
    connection.execute(f"comment on table {place} is {literal(f'{table.description} One row is {table.grain}.')}")
    for column in released_columns(table):
        connection.execute(f"comment on column {place}.{quote(column.name)} is {literal(column.comment)}")


def insert_frame(connection: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    """Put the rows of a frame into its table."""
    connection.register("incoming", frame.select([column.name for column in released_columns(table)]).to_arrow())
    connection.execute(f"insert into {place_of(table)} by name from incoming")
    connection.unregister("incoming")


def describe_release(
    release_id: str, now: datetime, code_version: str, released: Sequence[ReleasedTable]
) -> Mapping[str, object]:
    """The row of `_release`."""
    return {
        "release_id": release_id,
        "released_at": now,
        "code_version": code_version,
        "duckdb_version": duckdb.__version__,
        "tables": [
            {"table_name": item.name, "lake_version": item.lake_version, "row_count": item.row_count}
            for item in released
        ],
    }


def describe_columns(tables: Iterable[Table]) -> pl.DataFrame:
    """The rows of `ops.table_docs`."""
    rows = [
        {
            "schema_name": table.release_schema,
            "table_name": table.name,
            "stage": table.stage,
            "grain": table.grain,
            "table_doc": table.description,
            "key_columns": table.key,
            "position": position,
            "column_name": column.name,
            "column_type": parse_type(column.type).duckdb,
            "is_nullable": column.nullable,
            "unit": column.unit or None,
            "refers_to": str(column.references) if column.references else None,
            "column_doc": column.doc,
        }
        for table in tables
        for position, column in enumerate(released_columns(table))
    ]
    return frame_of(DOCS_TABLE, rows)


def create_macros(connection: duckdb.DuckDBPyConnection, macros: Iterable[Macro], tables: Iterable[Table]) -> None:
    """Create the macros whose tables are there, each with its comment. Raises ReleaseError for one that fails."""
    present = {table.name for table in tables}
    connection.execute(f"use {NAME}")
    for macro in order_macros(macros):
        if not present.issuperset(macro.needs):
            continue
        try:
            connection.execute(macro.statement)
        except duckdb.Error as error:
            raise ReleaseError(f"Macro {macro.name} cannot be created: {error}") from error
        kind = "macro table" if macro.is_table else "macro"
        connection.execute(f"comment on {kind} {quote(macro.name)} is {literal(macro.doc)}")
    connection.execute("use memory")


def check_sizes(lake: Lake, released: ReleasedTable) -> None:
    """Raise CorruptTableError where a local data file is missing or not as long as it was written."""
    if not lake.is_local:
        return
    for file, size in zip(released.snapshot.files, released.snapshot.file_bytes, strict=True):
        path = Path(file)
        found = path.stat().st_size if path.exists() else None
        if found != size:
            state = "missing" if found is None else f"{found} bytes long instead of {size}"
            raise CorruptTableError(
                f"A data file of table {released.name} is {state}: {file}. Run the stage again for that day."
            )


def released_columns(table: Table) -> list[Column]:
    """Columns that the release keeps."""
    return [column for column in table.columns if column.name not in table.release_without]


def place_of(table: Table) -> str:
    """Full name of the table in the database that is being built."""
    return f"{NAME}.{quote(table.release_schema)}.{quote(table.name)}"


def quote(name: str) -> str:
    """The name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """The text as an SQL string, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _insert_files(connection: duckdb.DuckDBPyConnection, released: ReleasedTable, chosen: list[str]) -> None:
    table = released.table
    parts = f", hive_partitioning = true, hive_types = {{{quote(table.partition)}: date}}" if table.partition else ""
    source = f"read_parquet($files, union_by_name = true{parts})"
    files = {"files": chosen}
    stored = {row[0] for row in connection.execute(f"describe from {source}", files).fetchall()}
    # A column that came later is not in old files of a table whose newest files are not there yet.
    columns = ", ".join(quote(column.name) for column in released_columns(table) if column.name in stored)
    connection.execute(f"insert into {place_of(table)} by name select {columns} from {source}", files)
