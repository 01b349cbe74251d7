"""Whole tables that others have written as one Parquet file: put in place by one commit, without holding the rows.

Belongs here: where such a file goes, whether the table holds it already, and the commit. Whether its rows fit the table
is proved by whoever wrote it; rows that are at hand as a frame go by `Lake.replace`.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Schema
from deltalake.transaction import AddAction

from broadsheet.lake.data_files import data_files
from broadsheet.lake.frames import empty_frame
from broadsheet.lake.stored import StoredTable

_PIECE_BYTES = 1 << 20


def choose_place(stored: StoredTable) -> Path:
    """A new path among the files of a local table. No reader sees it before it is put in place."""
    # The table comes first: data files without a log are a table whose log has gone.
    stored.commit(lambda delta: None)
    return Path(stored.uri) / f"part-00000-{uuid.uuid4()}-c000.zstd.parquet"


def put_in_place(stored: StoredTable, file: Path, row_count: int) -> bool:
    """Make a file from `choose_place` all rows of the table; False, and the file goes, where these bytes are there.

    Raises SourceError where the disk fails; the table is as before then.
    """
    is_put = False

    def write(delta: DeltaTable) -> None:
        nonlocal is_put
        schema_mode = stored.choose_schema_mode(delta, is_whole=True)
        files = data_files(delta)
        if schema_mode is None and (holds_bytes(files, file) if row_count else not files):
            return
        schema = delta.schema()
        if schema_mode is not None:
            schema = Schema.from_arrow(pa.schema(empty_frame(stored.table).to_arrow().schema))
        delta.create_write_transaction(
            [_describe(file, row_count)] if row_count else [],
            mode="overwrite",
            schema=schema,
            partition_by=[],
            commit_properties=CommitProperties(max_commit_retries=0),
        )
        is_put = True

    try:
        stored.commit(write)
    finally:
        if not is_put or not row_count:
            file.unlink(missing_ok=True)
    return is_put


def holds_bytes(files: Sequence[str], file: Path) -> bool:
    """Whether the one file of a table has the very bytes of another."""
    if len(files) != 1:
        return False
    there = Path(files[0])
    if not there.is_file() or there.stat().st_size != file.stat().st_size:
        return False
    with there.open("rb") as one, file.open("rb") as other:
        while piece := one.read(_PIECE_BYTES):
            if piece != other.read(_PIECE_BYTES):
                return False
    return True


def hash_contents(files: Sequence[str]) -> str:
    """64 hex digits of the bytes of these files in their order; "" where one of them cannot be read."""
    digest = hashlib.sha256()
    try:
        for file in files:
            with Path(file).open("rb") as source:
                digest.update(hashlib.file_digest(source, "sha256").digest())
    except OSError:
        return ""
    return digest.hexdigest()


def _describe(file: Path, row_count: int) -> AddAction:
    stats = json.dumps({"numRecords": row_count, "minValues": {}, "maxValues": {}, "nullCount": {}})
    return AddAction(file.name, file.stat().st_size, {}, int(time.time() * 1000), True, stats)
