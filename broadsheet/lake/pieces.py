"""Days too large to hold: rows written file by file in pieces, all of them put in place by one commit.

delta-rs buffers a whole file before it writes it (960 MB of rows took 3.3 GB) and gives them another order, so the data
files are written here. Before the commit no reader sees them; those of a killed writer go at the next vacuum.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Schema
from deltalake.fs import DeltaStorageHandler
from deltalake.transaction import AddAction

from broadsheet.errors import SchemaMismatchError, SourceError, TableError
from broadsheet.lake.data_files import data_files
from broadsheet.lake.frames import check_frame, empty_frame
from broadsheet.lake.object_store import convert_for_polars
from broadsheet.lake.stored import StoredTable

# Small groups, so that a few rows can be read without the rest.
_GROUP_BYTES = 16 << 20


def replace_day(stored: StoredTable, day: date, pieces: Callable[[], Iterable[pl.DataFrame]]) -> None:
    """Make the rows of all pieces the rows of that day, in their order; nothing is done where they are there already.

    pieces: gives the same frames each time it is called. Raises SchemaMismatchError before anything is put in place,
    SourceError where the disk or store fails.
    """
    checked = _check_pieces(stored, day, pieces)
    held = False

    def compare(delta: DeltaTable) -> None:
        nonlocal held
        held = _holds(stored, [file for file in data_files(delta) if stored.day_of(file) == day], checked)
        _add_columns(stored, delta)

    stored.commit(compare)
    if held:
        return
    actions = _write_files(stored, day, checked)
    stored.commit(lambda delta: _put_in_place(stored, delta, day, actions))


def _check_pieces(
    stored: StoredTable, day: date, pieces: Callable[[], Iterable[pl.DataFrame]]
) -> Callable[[], Iterator[pl.DataFrame]]:
    """The same pieces, each held to the table, and no key in two of them."""

    def check() -> Iterator[pl.DataFrame]:
        seen: set[tuple[object, ...]] = set()
        for piece in pieces():
            rows = check_frame(stored.table, piece, day)
            keys = set(rows.select(stored.table.key).iter_rows())
            twice = seen & keys
            if twice:
                raise SchemaMismatchError(f"Table {stored.table.name}: two rows have the key {min(map(str, twice))}.")
            seen |= keys
            yield rows

    return check


def _holds(stored: StoredTable, files: list[str], pieces: Callable[[], Iterable[pl.DataFrame]]) -> bool:
    """Whether these files hold these very rows, in this order; ends at the first piece that differs."""
    if not files:
        return False
    place = 0
    try:
        for piece in pieces():
            if not stored.read_rows(files, place, piece.height).equals(piece):
                return False
            place += piece.height
        return stored.count_rows(files) == place
    except SchemaMismatchError:
        raise
    except TableError:
        return False  # a damaged file holds nothing


def _add_columns(stored: StoredTable, delta: DeltaTable) -> None:
    """Columns that the definition has gained since the table was made; older days are null there."""
    if stored.choose_schema_mode(delta, is_whole=False) is None:
        return
    known = {field.name for field in delta.schema().fields}
    gained = [field for field in Schema.from_arrow(_arrow_schema(stored)).fields if field.name not in known]
    if gained:
        delta.alter.add_columns(gained)


def _arrow_schema(stored: StoredTable) -> pa.Schema:
    return pa.schema(empty_frame(stored.table).to_arrow().schema)


def _write_files(stored: StoredTable, day: date, pieces: Callable[[], Iterable[pl.DataFrame]]) -> list[AddAction]:
    partition = str(stored.table.partition)
    writer = uuid.uuid4()
    actions = []
    for number, piece in enumerate(pieces()):
        name = f"{partition}={day.isoformat()}/part-{number:05d}-{writer}-c000.zstd.parquet"
        rows = piece.drop(partition)
        try:
            size = _write_file(stored, name, rows)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise SourceError(f"Table {stored.table.name}: {name} could not be written. {error}") from error
        stats = json.dumps({"numRecords": rows.height, "minValues": {}, "maxValues": {}, "nullCount": {}})
        values = {partition: day.isoformat()}
        actions.append(AddAction(name, size, values, int(time.time() * 1000), True, stats))
    return actions


def _write_file(stored: StoredTable, name: str, rows: pl.DataFrame) -> int:
    """Write the rows as a Parquet file, packed as the other data files are, in small groups; gives its size."""
    groups = max(int(rows.estimated_size()) // _GROUP_BYTES, 1)
    is_local = "://" not in stored.uri
    options = dict(stored.storage_options) or None
    rows.write_parquet(
        f"{stored.uri}/{name}",
        compression="zstd",
        compression_level=3,
        row_group_size=max(rows.height // groups, 1),
        statistics=False,
        mkdir=is_local,
        storage_options=None if is_local else convert_for_polars(stored.storage_options),
    )
    if is_local:
        return (Path(stored.uri) / name).stat().st_size
    (info,) = DeltaStorageHandler(stored.uri, options).get_file_info([name])
    return int(info.size)


def _put_in_place(stored: StoredTable, delta: DeltaTable, day: date, actions: list[AddAction]) -> None:
    partition = str(stored.table.partition)
    delta.create_write_transaction(
        [*actions],
        mode="overwrite",
        schema=delta.schema(),
        partition_by=[partition],
        partition_filters=[(partition, "=", day.isoformat())],
        commit_properties=CommitProperties(max_commit_retries=0),
    )
