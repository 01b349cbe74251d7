"""The lake itself: Delta tables by delta-rs, one folder `<stage>/<table>` each, facts in one partition per day.

A partition is always replaced whole by one atomic commit, so a reader sees the old rows or the new ones. Writing rows
that are there already changes nothing, which keeps fingerprints stable over reruns.
"""

from __future__ import annotations

import hashlib
import random
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import polars as pl
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from broadsheet.errors import DamagedTableError, SchemaMismatchError, SettingsError, SourceError, TableError
from broadsheet.lake.frames import check_frame, empty_frame, resolve
from broadsheet.tables import Table
from broadsheet.tables.types import parse_type

# Rewrites of the same rows by several processes meet rarely and last milliseconds: 30 tries of up to .3 s were
# enough for 8 processes that upserted one table without pause.
_TRIES = 30
_LONGEST_PAUSE_S = 0.3
# A file that no version names may belong to a writer that is about to commit, so young ones are never deleted.
_SHORTEST_KEEP_HOURS = 1
# delta-rs 1.6 decodes % and splits at \ (so rows land in another folder) and panics at [; DuckDB reads * and ? as
# patterns.
_ODD_IN_PATHS = frozenset("%\\[]{}*?")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of a table: what a release pins. `files` are in the order of their rows."""

    version: int | None
    files: tuple[str, ...]
    file_bytes: tuple[int, ...]
    row_count: int


class Lake:
    """Tables at `uri`, a path or an object-store address. Cheap to make; it holds no connection and no state.

    is_local: the lake lies in a folder, so that other programs can open its files by path. Every method takes a
    table's name or a Table (SQL models bring their own).
    """

    def __init__(self, uri: str, storage_options: Mapping[str, str] | None = None) -> None:
        """Raises SettingsError for a path that delta-rs or DuckDB would take for another."""
        self.storage_options = dict(storage_options or {})
        path = uri.removeprefix("file://")
        self.is_local = "://" not in path
        odd = sorted(_ODD_IN_PATHS.intersection(path)) if self.is_local else []
        if odd:
            raise SettingsError(
                f"The lake cannot lie in {path}: {' '.join(odd)} in a path mean something else to its readers. "
                "Choose another folder by BROADSHEET_HOME or BROADSHEET_LAKE."
            )
        self.uri = str(Path(path).expanduser().absolute()) if self.is_local else path.rstrip("/")

    def table_uri(self, table: str | Table) -> str:
        """Where the table lies or will lie."""
        return f"{self.uri}/{resolve(table).path}"

    # --- writing ---

    def replace_partition(self, table: str | Table, day: date, frame: pl.DataFrame) -> None:
        """Make `frame` the rows of that day, in its order. An empty frame empties the day.

        Raises SchemaMismatchError before anything is written, SourceError where the disk or store fails.
        """
        definition = resolve(table)
        rows = check_frame(definition, frame, day)
        self._commit(definition, lambda delta: self._overwrite(definition, delta, rows, day))

    def replace(self, table: str | Table, frame: pl.DataFrame) -> None:
        """Make `frame` the rows of the whole table, in its order.

        Raises SchemaMismatchError before anything is written, SourceError where the disk or store fails.
        """
        definition = resolve(table)
        rows = check_frame(definition, frame)
        self._commit(definition, lambda delta: self._overwrite(definition, delta, rows, None))

    def upsert(self, table: str | Table, frame: pl.DataFrame) -> None:
        """Add the rows of `frame`, in place of those with the same key. For small tables without partitions.

        Writers in other processes at the same moment both keep their rows.
        """
        definition = resolve(table)
        rows = check_frame(definition, frame)
        if definition.partition:
            raise TableError(f"Table {definition.name} has partitions: use replace_partition, not upsert.")

        def merge(delta: DeltaTable) -> None:
            key = list(definition.key)
            old = self._read_files(definition, _data_files(delta), None)
            same_keys = old.join(rows.select(key), on=key, how="semi")
            if not same_keys.sort(key).equals(rows.sort(key)):
                kept = old.join(rows.select(key), on=key, how="anti", maintain_order="left")
                self._overwrite(definition, delta, pl.concat([kept, rows]), None)

        self._commit(definition, merge)

    # --- reading ---

    def read(
        self, table: str | Table, days: Collection[date] | None = None, columns: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """Rows of the table (of some days only) in the order they were written, days in order.

        A table that does not exist yet is an empty frame of the right columns. Raises DamagedTableError.
        """
        definition = resolve(table)
        return self._read_files(definition, self.files(definition, days=days), columns)

    def files(self, table: str | Table, version: int | None = None, days: Collection[date] | None = None) -> list[str]:
        """Addresses of the Parquet files of a version (default: the newest), in the order of their rows."""
        definition = resolve(table)
        delta = self._open(definition, version)
        files = [] if delta is None else _data_files(delta)
        return files if days is None else [file for file in files if _day_of(definition, file) in days]

    def version(self, table: str | Table) -> int | None:
        """Number of the newest version; None where the table does not exist yet."""
        delta = self._open(resolve(table))
        return None if delta is None else delta.version()

    def days(self, table: str | Table) -> list[date]:
        """Days that have rows, in order."""
        definition = resolve(table)
        found = {_day_of(definition, file) for file in self.files(definition)}
        return sorted(day for day in found if day is not None)

    def snapshot(self, table: str | Table) -> Snapshot:
        """The newest version with its files and their sizes, so that exactly this can be read later."""
        delta = self._open(resolve(table))
        if delta is None:
            return Snapshot(None, (), (), 0)
        actions = {str(row["path"]): row for row in pa.table(delta.get_add_actions(flatten=True)).to_pylist()}
        by_name = {unquote(path).rsplit("/", 1)[-1]: row for path, row in actions.items()}
        files = _data_files(delta)
        found = [by_name[file.rsplit("/", 1)[-1]] for file in files]
        sizes = tuple(int(row["size_bytes"]) for row in found)
        return Snapshot(delta.version(), tuple(files), sizes, sum(int(row["num_records"]) for row in found))

    def read_snapshot(self, table: str | Table, snapshot: Snapshot) -> pl.DataFrame:
        """Rows of that version. Raises DamagedTableError, naming the file, where one is missing or unreadable."""
        return self._read_files(resolve(table), list(snapshot.files), None)

    def fingerprint(self, table: str | Table, days: Collection[date] | None = None) -> str:
        """16 hex digits that change exactly when the data files of those days (default: all) change.

        A table that does not exist yet and one without rows have the same.
        """
        names = [file.rsplit("/", 1)[-1] for file in self.files(table, days=days)]
        return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]

    # --- housekeeping ---

    def optimize(self, table: str | Table) -> int:
        """Join small files of the same partition into one; rows stay as they are. Returns how many files went."""
        definition = resolve(table)
        delta = self._open(definition)
        if delta is None:
            return 0
        metrics = delta.optimize.compact(writer_properties=_writer_properties())
        return int(metrics["numFilesRemoved"])

    def vacuum(self, table: str | Table, keep_hours: int = 168) -> list[str]:
        """Delete files that no version of the last `keep_hours` needs, those of killed writers too.

        Raises TableError below one hour: a younger file may belong to a writer or a release that is still at work.
        """
        if keep_hours < _SHORTEST_KEEP_HOURS:
            raise TableError(f"Keep files for at least {_SHORTEST_KEEP_HOURS} hour; {keep_hours} was asked for.")
        delta = self._open(resolve(table))
        if delta is None:
            return []
        return delta.vacuum(keep_hours, dry_run=False, enforce_retention_duration=False, full=True)

    # --- inside ---

    def _open(self, table: Table, version: int | None = None) -> DeltaTable | None:
        try:
            return DeltaTable(self.table_uri(table), version=version, storage_options=self.storage_options or None)
        except TableNotFoundError:
            return None
        except (DeltaError, OSError, ValueError) as error:
            raise DamagedTableError(
                f"Table {table.name} at {self.table_uri(table)} cannot be opened: {error}"
            ) from error

    def _open_or_create(self, table: Table) -> DeltaTable:
        delta = self._open(table)
        if delta is not None:
            return delta
        if self.is_local:
            Path(self.table_uri(table)).mkdir(parents=True, exist_ok=True)
        return DeltaTable.create(
            self.table_uri(table),
            schema=pa.schema([pa.field(column.name, parse_type(column.type).arrow) for column in table.columns]),
            mode="ignore",
            partition_by=[table.partition] if table.partition else None,
            name=table.name,
            description=table.grain,
            # No minima and maxima: days are picked by partition, and those of whole texts only bloat the log.
            configuration={"delta.dataSkippingNumIndexedCols": "0"},
            storage_options=self.storage_options or None,
        )

    def _commit(self, table: Table, write: Callable[[DeltaTable], None]) -> None:
        """Run `write` on a fresh view of the table, again where another process was faster."""
        for attempt in range(_TRIES):
            try:
                write(self._open_or_create(table))
            except CommitFailedError as error:
                if attempt == _TRIES - 1:
                    raise SourceError(
                        f"Table {table.name} could not be written: other processes were faster {_TRIES} times "
                        f"in a row ({error}). Run it again."
                    ) from error
                time.sleep(random.uniform(0, _LONGEST_PAUSE_S))
            except (DeltaError, OSError) as error:
                raise SourceError(
                    f"Table {table.name} at {self.table_uri(table)} could not be written; its rows are as before. "
                    f"{error}"
                ) from error
            else:
                return

    def _overwrite(self, table: Table, delta: DeltaTable, rows: pl.DataFrame, day: date | None) -> None:
        schema_mode = _choose_schema_mode(table, delta, day)
        if schema_mode != "overwrite" and self._holds(table, delta, rows, day):
            return
        write_deltalake(
            delta,
            rows,
            mode="overwrite",
            predicate=None if day is None else f"{table.partition} = '{day.isoformat()}'",
            schema_mode=schema_mode,
            writer_properties=_writer_properties(),
            commit_properties=CommitProperties(max_commit_retries=_TRIES),
        )

    def _holds(self, table: Table, delta: DeltaTable, rows: pl.DataFrame, day: date | None) -> bool:
        """Whether these very rows are there already, in this order."""
        files = [file for file in _data_files(delta) if day is None or _day_of(table, file) == day]
        if not files or rows.is_empty():
            return not files and rows.is_empty()
        try:
            return self._read_files(table, files, None).equals(rows)
        except DamagedTableError:
            return False

    def _read_files(self, table: Table, files: list[str], columns: Sequence[str] | None) -> pl.DataFrame:
        wanted = empty_frame(table, columns)
        if not files:
            return wanted
        try:
            return self._scan(table, files).select(wanted.columns).collect()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise self._find_damage(table, files, columns, error) from error

    def _scan(self, table: Table, files: list[str]) -> pl.LazyFrame:
        schema = empty_frame(table).schema
        parts = {table.partition: schema.pop(table.partition)} if table.partition else None
        return pl.scan_parquet(
            files,
            schema=schema,
            hive_partitioning=parts is not None,
            hive_schema=parts,
            missing_columns="insert",
            extra_columns="ignore",
            storage_options=self.storage_options or None,
            glob=False,
        )

    def _find_damage(
        self, table: Table, files: list[str], columns: Sequence[str] | None, error: Exception
    ) -> TableError:
        for file in files:
            try:
                self._scan(table, [file]).select(columns or [column.name for column in table.columns]).collect()
            except pl.exceptions.SchemaError as reason:
                return SchemaMismatchError(
                    f"Table {table.name} is stored with other types than it is now defined with: {_first_line(reason)} "
                    f"Delete the folder {table.path} of the lake and run its stage again for all days."
                )
            except (OSError, pl.exceptions.PolarsError) as reason:
                return DamagedTableError(
                    f"A data file of table {table.name} is missing or damaged: {file} ({_first_line(reason)}). "
                    f"Run the stage again for that day; the rest of the table is whole."
                )
        return DamagedTableError(f"Table {table.name} at {self.table_uri(table)} cannot be read: {_first_line(error)}.")


def _data_files(delta: DeltaTable) -> list[str]:
    """Files in the order of partition and part number: the order in which the rows were written."""
    files = delta.file_uris()
    # Local paths come percent-encoded ("a%20b"), which no reader of files understands.
    return sorted(file if "://" in file else unquote(file) for file in files)


def _day_of(table: Table, file: str) -> date | None:
    match = re.search(rf"/{table.partition}=([^/]+)/", unquote(file)) if table.partition else None
    return date.fromisoformat(match[1]) if match else None


def _writer_properties() -> WriterProperties:
    return WriterProperties(compression="ZSTD", compression_level=3)


def _choose_schema_mode(table: Table, delta: DeltaTable, day: date | None) -> Literal["merge", "overwrite"] | None:
    """How the stored schema follows the definition: not at all, by new columns, or (for whole tables) anew.

    A column that the definition lost stays in the other partitions. Raises SchemaMismatchError for a retyped one.
    """
    defined = empty_frame(table).schema
    stored = pl.DataFrame(pa.schema(delta.schema().to_arrow()).empty_table()).schema
    if defined == stored:
        return None
    if day is None:
        return "overwrite"
    for name in defined:
        if name in stored and stored[name] != defined[name]:
            raise SchemaMismatchError(
                f"Column {name} of table {table.name} is stored as {stored[name]} and now defined as {defined[name]}. "
                f"Delete the folder {table.path} of the lake and run its stage again for all days."
            )
    return "merge"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
