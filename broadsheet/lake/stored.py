"""One table where it is stored: what delta-rs and polars do for it at one address.

Belongs here: opening, committing, reading data files, and turning their errors into ours. Which rows may be written
is decided in frames; what the lake offers, in lake.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import polars as pl
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from broadsheet.errors import CorruptTableError, DamagedLogError, SchemaMismatchError, SourceError, TableError
from broadsheet.lake.data_files import data_files, writer_properties
from broadsheet.lake.durable import sync_commits
from broadsheet.lake.frames import empty_frame
from broadsheet.lake.log import find_loud_fault, find_silent_fault
from broadsheet.lake.object_store import convert_for_polars
from broadsheet.tables import Table
from broadsheet.tables.types import parse_type

# Rewrites of the same rows by several processes meet rarely and last milliseconds: 30 tries of up to .3 s were
# enough for 8 processes that upserted one table without pause.
_TRIES = 30
_LONGEST_PAUSE_S = 0.3


@dataclass(frozen=True, slots=True)
class Handle:
    """An opened table, and the identity of the file that holds its newest commit."""

    delta: DeltaTable
    commit_id: tuple[int, int] | None


# Opened tables of this process by address and options.
_handles: dict[tuple[str, ...], Handle] = {}


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table at an address; it need not exist yet."""

    table: Table
    uri: str
    # Not shown by repr, which ends in logs.
    storage_options: Mapping[str, str] = field(repr=False)

    def open(self, version: int | None = None) -> DeltaTable | None:
        """The table at a version (default: the newest); None where it does not exist. Raises CorruptTableError."""
        if version is not None:
            return self._open(version)
        known = _handles.get(self._key)
        if known is not None and known.commit_id == self._find_commit_id(known.delta):
            try:
                known.delta.update_incremental()
            except (DeltaError, OSError, ValueError):
                del _handles[self._key]
            else:
                return self._keep(known.delta)
        delta = self._open(None)
        return None if delta is None else self._keep(delta)

    def move(self, target: Path) -> None:
        """Move the whole table, log and data files, to another folder, which must not exist yet. Local tables only."""
        _handles.pop(self._key, None)
        target.parent.mkdir(parents=True, exist_ok=True)
        Path(self.uri).rename(target)

    @property
    def _key(self) -> tuple[str, ...]:
        return (self.uri, *(f"{name}={value}" for name, value in sorted(self.storage_options.items())))

    def _keep(self, delta: DeltaTable) -> DeltaTable:
        """Remember an opened table: bringing it up to date costs a seventh of opening it again."""
        _handles[self._key] = Handle(delta, self._find_commit_id(delta))
        return delta

    def _open(self, version: int | None) -> DeltaTable | None:
        is_local = "://" not in self.uri
        if is_local:
            fault = find_silent_fault(Path(self.uri))
            if fault is not None:
                raise self._damaged(fault)
            if not (Path(self.uri) / "_delta_log").is_dir():
                return None
        try:
            return DeltaTable(self.uri, version=version, storage_options=dict(self.storage_options) or None)
        except TableNotFoundError:
            return None
        except (DeltaError, OSError, ValueError) as error:
            found = find_loud_fault(Path(self.uri)) if is_local else None
            raise self._damaged(found or _first_line(error)) from error

    def commit(self, write: Callable[[DeltaTable], None]) -> None:
        """Run `write` on a fresh view of the table, again where another process was faster. Raises SourceError."""
        for attempt in range(_TRIES):
            try:
                delta = self.open()
                before = -1 if delta is None else delta.version()
                write(self._create() if delta is None else delta)
            except CommitFailedError as error:
                _handles.pop(self._key, None)
                if attempt == _TRIES - 1:
                    raise SourceError(
                        f"Table {self.table.name} could not be written: other processes were faster {_TRIES} times "
                        f"in a row ({error}). Run it again."
                    ) from error
                time.sleep(random.uniform(0, _LONGEST_PAUSE_S))
            except (DeltaError, OSError) as error:
                _handles.pop(self._key, None)
                raise SourceError(
                    f"Table {self.table.name} at {self.uri} could not be written; its rows are as before. {error}"
                ) from error
            else:
                self._sync(before)
                return

    def _sync(self, before: int) -> None:
        try:
            sync_commits(self.uri, self.table, before)
        except OSError as error:
            raise SourceError(
                f"Table {self.table.name} at {self.uri} was written, but the disk does not say that it keeps the new "
                f"rows: {error}. See to the disk and run it again."
            ) from error

    def overwrite(self, delta: DeltaTable, rows: pl.DataFrame) -> None:
        """Commit `rows` in place of all rows, unless these very rows are there already."""
        schema_mode = self.choose_schema_mode(delta, is_whole=True)
        if schema_mode != "overwrite" and self._holds(data_files(delta), rows):
            return
        self._write(delta, rows, schema_mode, None)

    def overwrite_days(self, delta: DeltaTable, frames: Mapping[date, pl.DataFrame]) -> None:
        """Commit the frames in place of the rows of their days, in one commit; days that hold them already stay."""
        schema_mode = self.choose_schema_mode(delta, is_whole=False)
        files: dict[date | None, list[str]] = {}
        for file in data_files(delta):
            files.setdefault(self.day_of(file), []).append(file)
        changed = {day: rows for day, rows in frames.items() if not self._holds(files.get(day, ()), rows)}
        if changed:
            days = " or ".join(f"{self.table.partition} = '{day.isoformat()}'" for day in sorted(changed))
            self._write(delta, pl.concat([changed[day] for day in sorted(changed)]), schema_mode, days)

    def _write(
        self, delta: DeltaTable, rows: pl.DataFrame, schema_mode: Literal["merge", "overwrite"] | None, days: str | None
    ) -> None:
        write_deltalake(
            delta,
            rows,
            mode="overwrite",
            predicate=days,
            schema_mode=schema_mode,
            writer_properties=writer_properties(),
            commit_properties=CommitProperties(max_commit_retries=_TRIES),
        )

    def read(self, files: Sequence[str], columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Rows of these data files in their order. Raises CorruptTableError that names a file."""
        wanted = empty_frame(self.table, columns)
        if not files:
            return wanted
        try:
            return self._scan(files).select(wanted.columns).collect()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise self._find_corruption(files, wanted.columns, error) from error

    def read_rows(self, files: Sequence[str], start: int, count: int) -> pl.DataFrame:
        """`count` rows of these data files from row `start`, fewer at their end. Raises CorruptTableError."""
        try:
            return self._scan(files).slice(start, count).select(empty_frame(self.table).columns).collect()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise self._find_corruption(files, empty_frame(self.table).columns, error) from error

    def count_rows(self, files: Sequence[str]) -> int:
        """How many rows these data files hold, by their ends. Raises CorruptTableError."""
        try:
            return int(self._scan(files).select(pl.len()).collect().item())
        except (OSError, pl.exceptions.PolarsError) as error:
            raise self._find_corruption(files, empty_frame(self.table).columns, error) from error

    def day_of(self, file: str) -> date | None:
        """The partition a data file belongs to."""
        match = re.search(rf"/{self.table.partition}=([^/]+)/", file) if self.table.partition else None
        return date.fromisoformat(unquote(match[1])) if match else None

    def _create(self) -> DeltaTable:
        """The table, empty; another process may have made it meanwhile."""
        if "://" not in self.uri:
            Path(self.uri).mkdir(parents=True, exist_ok=True)
        columns = self.table.columns
        created = DeltaTable.create(
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
        return self._keep(created)

    def choose_schema_mode(self, delta: DeltaTable, *, is_whole: bool) -> Literal["merge", "overwrite"] | None:
        """How the stored schema follows the definition: not at all, by new columns, or (for whole tables) anew.

        A column that the definition lost stays in the other partitions. Raises SchemaMismatchError for a retyped one.
        """
        defined = empty_frame(self.table).schema
        stored = pl.DataFrame(pa.schema(delta.schema().to_arrow()).empty_table()).schema
        if defined == stored:
            return None
        if is_whole:
            return "overwrite"
        for name in defined:
            if name in stored and stored[name] != defined[name]:
                raise self._retyped(f"column {name} as {stored[name]}, not {defined[name]}")
        return "merge"

    def _find_commit_id(self, delta: DeltaTable) -> tuple[int, int] | None:
        """Which file holds the newest commit that is known: a table that was deleted and created again has another."""
        if "://" in self.uri:
            return None
        try:
            found = (Path(self.uri) / "_delta_log" / f"{delta.version():020d}.json").stat()
        except OSError:
            return (-1, -1)
        return (found.st_ino, found.st_mtime_ns)

    def _holds(self, files: Collection[str], rows: pl.DataFrame) -> bool:
        """Whether these files hold these very rows, in this order."""
        if not files or rows.is_empty():
            return not files and rows.is_empty()
        try:
            # The count is read from the files' ends; most rewrites differ there already.
            count = self._scan(list(files)).select(pl.len()).collect().item()
            return bool(count == rows.height) and self.read(list(files)).equals(rows)
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
            storage_options=convert_for_polars(self.storage_options),
            glob=False,
        )

    def _find_corruption(self, files: Sequence[str], columns: Sequence[str], error: Exception) -> TableError:
        for file in files:
            try:
                self._scan([file]).select(columns).collect()
            except pl.exceptions.SchemaError as reason:
                return self._retyped(_first_line(reason))
            except (OSError, pl.exceptions.PolarsError) as reason:
                return CorruptTableError(
                    f"A data file of table {self.table.name} is missing or damaged: {file} ({_first_line(reason)}). "
                    f"The rest of the table is whole; `broadsheet run` repairs it where it can."
                )
        return CorruptTableError(f"Table {self.table.name} at {self.uri} cannot be read: {_first_line(error)}.")

    def _damaged(self, fault: str) -> DamagedLogError:
        return DamagedLogError(
            f"The log of table {self.table.name} cannot be read: {fault}. `broadsheet run` makes the table again where "
            "that can be done, and says what to do where it cannot."
        )

    def _retyped(self, how: str) -> SchemaMismatchError:
        return SchemaMismatchError(
            f"Table {self.table.name} is stored with other types than it is now defined with: {how}. "
            f"Delete the folder {self.table.path} of the lake and run its stage again for all days."
        )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
