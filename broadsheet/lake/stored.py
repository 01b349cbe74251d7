"""One table where it is stored: what delta-rs and polars do for it at one address.

Belongs here: opening, committing, reading data files, and turning their errors into ours. Which rows may be written
is decided in frames; what the lake offers, in lake.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import polars as pl
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from broadsheet.errors import DamagedTableError, SchemaMismatchError, SourceError, TableError
from broadsheet.lake.frames import empty_frame
from broadsheet.tables import Table
from broadsheet.tables.types import parse_type

# Rewrites of the same rows by several processes meet rarely and last milliseconds: 30 tries of up to .3 s were
# enough for 8 processes that upserted one table without pause.
_TRIES = 30
_LONGEST_PAUSE_S = 0.3


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table at an address; it need not exist yet."""

    table: Table
    uri: str
    storage_options: Mapping[str, str]

    def open(self, version: int | None = None) -> DeltaTable | None:
        """The table at a version (default: the newest); None where it does not exist. Raises DamagedTableError."""
        try:
            return DeltaTable(self.uri, version=version, storage_options=dict(self.storage_options) or None)
        except TableNotFoundError:
            return None
        except (DeltaError, OSError, ValueError) as error:
            raise DamagedTableError(f"Table {self.table.name} at {self.uri} cannot be opened: {error}") from error

    def commit(self, write: Callable[[DeltaTable], None]) -> None:
        """Run `write` on a fresh view of the table, again where another process was faster. Raises SourceError."""
        for attempt in range(_TRIES):
            try:
                write(self._open_or_create())
            except CommitFailedError as error:
                if attempt == _TRIES - 1:
                    raise SourceError(
                        f"Table {self.table.name} could not be written: other processes were faster {_TRIES} times "
                        f"in a row ({error}). Run it again."
                    ) from error
                time.sleep(random.uniform(0, _LONGEST_PAUSE_S))
            except (DeltaError, OSError) as error:
                raise SourceError(
                    f"Table {self.table.name} at {self.uri} could not be written; its rows are as before. {error}"
                ) from error
            else:
                return

    def overwrite(self, delta: DeltaTable, rows: pl.DataFrame, day: date | None) -> None:
        """Commit `rows` in place of the day's (None: of all), unless these very rows are there already."""
        schema_mode = self._choose_schema_mode(delta, day)
        if schema_mode != "overwrite" and self._holds(delta, rows, day):
            return
        write_deltalake(
            delta,
            rows,
            mode="overwrite",
            predicate=None if day is None else f"{self.table.partition} = '{day.isoformat()}'",
            schema_mode=schema_mode,
            writer_properties=writer_properties(),
            commit_properties=CommitProperties(max_commit_retries=_TRIES),
        )

    def read(self, files: Sequence[str], columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Rows of these data files in their order. Raises DamagedTableError that names a file."""
        wanted = empty_frame(self.table, columns)
        if not files:
            return wanted
        try:
            return self._scan(files).select(wanted.columns).collect()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise self._find_damage(files, wanted.columns, error) from error

    def day_of(self, file: str) -> date | None:
        """The partition a data file belongs to."""
        match = re.search(rf"/{self.table.partition}=([^/]+)/", file) if self.table.partition else None
        return date.fromisoformat(unquote(match[1])) if match else None

    def _open_or_create(self) -> DeltaTable:
        delta = self.open()
        if delta is not None:
            return delta
        if "://" not in self.uri:
            Path(self.uri).mkdir(parents=True, exist_ok=True)
        columns = self.table.columns
        return DeltaTable.create(
            self.uri,
            # All nullable: a column that is added later must be null in the days before it. frames refuses nulls.
            schema=pa.schema([pa.field(column.name, parse_type(column.type).arrow) for column in columns]),
            mode="ignore",
            partition_by=[self.table.partition] if self.table.partition else None,
            name=self.table.name,
            description=self.table.grain,
            # No minima and maxima: days are picked by partition, and those of whole texts only bloat the log.
            configuration={"delta.dataSkippingNumIndexedCols": "0"},
            storage_options=dict(self.storage_options) or None,
        )

    def _choose_schema_mode(self, delta: DeltaTable, day: date | None) -> Literal["merge", "overwrite"] | None:
        """How the stored schema follows the definition: not at all, by new columns, or (for whole tables) anew.

        A column that the definition lost stays in the other partitions. Raises SchemaMismatchError for a retyped one.
        """
        defined = empty_frame(self.table).schema
        stored = pl.DataFrame(pa.schema(delta.schema().to_arrow()).empty_table()).schema
        if defined == stored:
            return None
        if day is None:
            return "overwrite"
        for name in defined:
            if name in stored and stored[name] != defined[name]:
                raise self._retyped(f"column {name} as {stored[name]}, not {defined[name]}")
        return "merge"

    def _holds(self, delta: DeltaTable, rows: pl.DataFrame, day: date | None) -> bool:
        """Whether these very rows are there already, in this order."""
        files = [file for file in data_files(delta) if day is None or self.day_of(file) == day]
        if not files or rows.is_empty():
            return not files and rows.is_empty()
        try:
            # The count is read from the files' ends; most rewrites differ there already.
            count = self._scan(files).select(pl.len()).collect().item()
            return bool(count == rows.height) and self.read(files).equals(rows)
        except (TableError, OSError, pl.exceptions.PolarsError):
            return False

    def _scan(self, files: Sequence[str]) -> pl.LazyFrame:
        schema = empty_frame(self.table).schema
        parts = {self.table.partition: schema.pop(self.table.partition)} if self.table.partition else None
        return pl.scan_parquet(
            list(files),
            schema=schema,
            hive_partitioning=parts is not None,
            hive_schema=parts,
            missing_columns="insert",
            extra_columns="ignore",
            storage_options=dict(self.storage_options) or None,
            glob=False,
        )

    def _find_damage(self, files: Sequence[str], columns: Sequence[str], error: Exception) -> TableError:
        for file in files:
            try:
                self._scan([file]).select(columns).collect()
            except pl.exceptions.SchemaError as reason:
                return self._retyped(_first_line(reason))
            except (OSError, pl.exceptions.PolarsError) as reason:
                return DamagedTableError(
                    f"A data file of table {self.table.name} is missing or damaged: {file} ({_first_line(reason)}). "
                    f"The rest of the table is whole; `broadsheet run` mends it where it can."
                )
        return DamagedTableError(f"Table {self.table.name} at {self.uri} cannot be read: {_first_line(error)}.")

    def _retyped(self, how: str) -> SchemaMismatchError:
        return SchemaMismatchError(
            f"Table {self.table.name} is stored with other types than it is now defined with: {how}. "
            f"Delete the folder {self.table.path} of the lake and run its stage again for all days."
        )


def data_files(delta: DeltaTable) -> list[str]:
    """Files in the order of partition and part number: the order in which the rows were written."""
    files = delta.file_uris()
    # Local paths come percent-encoded ("a%20b"), which no reader of files understands.
    return sorted(file if "://" in file else unquote(file) for file in files)


def writer_properties() -> WriterProperties:
    """How data files are written: zstd took 17 % less than snappy on text, at the same speed."""
    return WriterProperties(compression="ZSTD", compression_level=3)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
