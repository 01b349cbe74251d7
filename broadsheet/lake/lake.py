"""The lake itself: Delta tables by delta-rs, one folder `<stage>/<table>` each, facts in one partition per day.

A partition is always replaced whole by one atomic commit, so a reader sees the old rows or the new ones. Writing rows
that are there already changes nothing, which keeps fingerprints stable over reruns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from broadsheet.errors import SettingsError, TableError
from broadsheet.lake.data_files import data_files, writer_properties
from broadsheet.lake.frames import check_frame, empty_frame, resolve
from broadsheet.lake.pieces import replace_day
from broadsheet.lake.stored import StoredTable
from broadsheet.lake.whole_file import choose_place, hash_contents, put_in_place
from broadsheet.tables import Table

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
    """Tables at `uri`, a path or an object-store address.

    Cheap to make; a table that was opened once in a process is only brought up to date.

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
        return self._at(table).uri

    def replace_partition(self, table: str | Table, day: date, frame: pl.DataFrame) -> None:
        """Make `frame` the rows of that day, in its order. An empty frame empties the day.

        Raises SchemaMismatchError before anything is written, SourceError where the disk or store fails.
        """
        self.replace_partitions(table, {day: frame})

    def replace_partitions(self, table: str | Table, frames: Mapping[date, pl.DataFrame]) -> None:
        """Make each frame the rows of its day, in its order, all of them in one commit: a reader sees all or none.

        Raises SchemaMismatchError before anything is written, SourceError where the disk or store fails.
        """
        stored = self._at(table)
        rows = {day: check_frame(stored.table, frame, day) for day, frame in frames.items()}
        stored.commit(lambda delta: stored.overwrite_days(delta, rows))

    def replace_day_in_pieces(
        self, table: str | Table, day: date, pieces: Callable[[], Iterable[pl.DataFrame]]
    ) -> None:
        """Make the frames of `pieces()` together the rows of that day, holding one of them at a time.

        pieces: gives the same frames each time; it is called once or twice. Raises as replace_partition does.
        """
        replace_day(self._at(table), day, pieces)

    def replace(self, table: str | Table, frame: pl.DataFrame) -> None:
        """Make `frame` the rows of the whole table, in its order.

        Raises SchemaMismatchError before anything is written, SourceError where the disk or store fails.
        """
        stored = self._at(table)
        rows = check_frame(stored.table, frame)
        stored.commit(lambda delta: stored.overwrite(delta, rows))

    def choose_file(self, table: str | Table) -> Path:
        """Where to write all rows of a table of a local lake as one Parquet file, for `replace_by_file`."""
        return choose_place(self._at(table))

    def replace_by_file(self, table: str | Table, file: Path, row_count: int) -> bool:
        """Make a file from `choose_file` the rows of the whole table; False where it holds these bytes already.

        Whoever wrote it has proved that its rows fit the table. Raises SourceError where the disk fails.
        """
        return put_in_place(self._at(table), file, row_count)

    def hash_files(self, table: str | Table) -> str:
        """64 hex digits of what the data files of a local table hold, byte for byte; "" where one cannot be read."""
        return hash_contents(self.files(table))

    def hash_contents(self, files: Sequence[str]) -> str:
        """The same of some data files, in their order."""
        return hash_contents(files)

    def day_of(self, table: str | Table, file: str) -> date | None:
        """The day whose rows a data file holds; None in a table without days."""
        return self._at(table).day_of(file)

    def upsert(self, table: str | Table, frame: pl.DataFrame) -> None:
        """Add the rows of `frame`, in place of those with the same key. For small tables without partitions.

        Writers in other processes at the same moment both keep their rows.
        """
        stored = self._at(table)
        rows = check_frame(stored.table, frame)
        if stored.table.partition:
            raise TableError(f"Table {stored.table.name} has partitions: use replace_partition, not upsert.")

        def merge(delta: DeltaTable) -> None:
            key = list(stored.table.key)
            old = stored.read(data_files(delta))
            same_keys = old.join(rows.select(key), on=key, how="semi")
            if not same_keys.sort(key).equals(rows.sort(key)):
                kept = old.join(rows.select(key), on=key, how="anti", maintain_order="left")
                stored.overwrite(delta, pl.concat([kept, rows]))

        stored.commit(merge)

    def read(
        self, table: str | Table, days: Collection[date] | None = None, columns: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """Rows of the table (of some days only) in the order they were written, days in order.

        A table that does not exist yet is an empty frame of the right columns. Raises CorruptTableError.
        """
        return self._at(table).read(self.files(table, days=days), columns)

    def read_rows(self, table: str | Table, day: date, start: int, count: int) -> pl.DataFrame:
        """`count` rows of that day from row `start` on, without reading the others. Raises CorruptTableError."""
        files = self.files(table, days=[day])
        return self._at(table).read_rows(files, start, count) if files else empty_frame(table)

    def read_first(self, table: str | Table, count: int, columns: Sequence[str]) -> pl.DataFrame:
        """The first `count` rows of a table in these columns. Raises CorruptTableError."""
        files = self.files(table)
        rows = self._at(table).read_rows(files, 0, count) if files else empty_frame(table)
        return rows.select(columns)

    def files(self, table: str | Table, version: int | None = None, days: Collection[date] | None = None) -> list[str]:
        """Addresses of the Parquet files of a version (default: the newest), in the order of their rows."""
        stored = self._at(table)
        delta = stored.open(version)
        files = [] if delta is None else data_files(delta)
        return files if days is None else [file for file in files if stored.day_of(file) in days]

    def version(self, table: str | Table) -> int | None:
        """Number of the newest version; None where the table does not exist yet."""
        delta = self._at(table).open()
        return None if delta is None else delta.version()

    def days(self, table: str | Table) -> list[date]:
        """Days that have rows, in order."""
        return sorted(self.files_by_day(table))

    def count_rows(self, table: str | Table) -> dict[date | None, int]:
        """Rows of the newest version by their day, None for a table without days; read from its log, not its files."""
        stored, delta = self._at(table), self._at(table).open()
        counts: dict[date | None, int] = {}
        for action in [] if delta is None else pa.table(delta.get_add_actions(flatten=True)).to_pylist():
            day = stored.day_of("/" + unquote(str(action["path"])))
            counts[day] = counts.get(day, 0) + int(action["num_records"])
        return counts

    def files_by_day(self, table: str | Table) -> dict[date, list[str]]:
        """Addresses of the newest version's Parquet files by the day of their rows."""
        stored = self._at(table)
        found: dict[date, list[str]] = {}
        for file in self.files(table):
            day = stored.day_of(file)
            if day is not None:
                found.setdefault(day, []).append(file)
        return found

    def snapshot(self, table: str | Table) -> Snapshot:
        """The newest version with its files and their sizes, so that exactly this can be read later."""
        delta = self._at(table).open()
        if delta is None:
            return Snapshot(None, (), (), 0)
        actions = pa.table(delta.get_add_actions(flatten=True)).to_pylist()
        by_name = {_name_of(unquote(str(action["path"]))): action for action in actions}
        files = tuple(data_files(delta))
        found = [by_name[_name_of(file)] for file in files]
        sizes = tuple(int(action["size_bytes"]) for action in found)
        return Snapshot(delta.version(), files, sizes, sum(int(action["num_records"]) for action in found))

    def read_snapshot(self, table: str | Table, snapshot: Snapshot) -> pl.DataFrame:
        """Rows of that version. Raises CorruptTableError, naming the file, where one is missing or unreadable."""
        return self._at(table).read(snapshot.files)

    def fingerprint(self, table: str | Table, days: Collection[date] | None = None) -> str:
        """16 hex digits that change exactly when the data files of those days (default: all) change.

        A table that does not exist yet and one without rows have the same.
        """
        names = sorted(_name_of(file) for file in self.files(table, days=days))
        return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]

    def optimize(self, table: str | Table) -> int:
        """Join small files of the same partition into one; rows stay as they are. Returns how many files went."""
        removed: list[int] = []

        def compact(delta: DeltaTable) -> None:
            metrics = delta.optimize.compact(writer_properties=writer_properties())
            removed.append(int(metrics["numFilesRemoved"]))

        if self.version(table) is not None:
            self._at(table).commit(compact)
        return sum(removed)

    def vacuum(self, table: str | Table, keep_hours: int = 168, kept_versions: Sequence[int] = ()) -> list[str]:
        """Delete files that no version of the last `keep_hours` needs, those of killed writers too.

        kept_versions: older versions whose files stay as well; where the log no longer knows one, nothing is deleted.

        Raises TableError below one hour: a younger file may belong to a writer or a release that is still at work.
        """
        if keep_hours < _SHORTEST_KEEP_HOURS:
            raise TableError(f"Keep files for at least {_SHORTEST_KEEP_HOURS} hour; {keep_hours} was asked for.")
        deleted: list[str] = []

        def sweep(delta: DeltaTable) -> None:
            kept = list(kept_versions)
            try:
                deleted.extend(
                    delta.vacuum(
                        keep_hours,
                        dry_run=False,
                        enforce_retention_duration=False,
                        full=True,
                        keep_versions=kept or None,
                    )
                )
            except DeltaError:
                if not kept:
                    raise

        if self.version(table) is not None:
            self._at(table).commit(sweep)
        return deleted

    def set_aside(self, table: str | Table, now: datetime) -> Path:
        """Move a table that cannot be opened out of the way, so that it can be made again; returns where it lies.

        Raises SettingsError for a table in an object store, which only its own tools can move.
        """
        stored = self._at(table)
        if not self.is_local:
            raise SettingsError(f"Move {stored.uri} away with the tools of its store, then run `broadsheet run`.")
        target = Path(self.uri) / "damaged" / f"{stored.table.stage}-{stored.table.name}-{now:%Y%m%dT%H%M%S%f}"
        stored.move(target)
        return target

    def _at(self, table: str | Table) -> StoredTable:
        definition = resolve(table)
        return StoredTable(definition, f"{self.uri}/{definition.path}", self.storage_options)


def _name_of(file: str) -> str:
    return file.rsplit("/", 1)[-1]
