"""Taking over from the release in place what has not changed: its file is copied, and only changed parts are replaced.

Belongs here: what a part is (the rows of a day, or of a table without days), by which hash it is known again, whether
the release in place may serve as base, and making room in its copy for what changed. A part counts as unchanged only
where its Parquet files hold the very bytes that were proved when that release was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from broadsheet.lake import Lake
from broadsheet.release.build import NAME, STORAGE_VERSION, ReleasedTable, literal, place_of, quote
from broadsheet.release.macros import Macro
from broadsheet.release.record import ReleaseRecord, read_release_record
from broadsheet.release.search import read_search_steps
from broadsheet.settings import Settings
from broadsheet.stages.code_version import find_closure
from broadsheet.tables import Table

# By table, the hash of each part; the key is the day, or "" for all rows of a table without days.
Parts = Mapping[str, Mapping[str, str]]
# By table that changed, the days that did; None for the whole table.
Changes = Mapping[str, frozenset[date] | None]

# A file with more unused space than this is built anew instead.
_MOST_FREE_SHARE = 0.3
_PIECE_BYTES = 1 << 20
_ROOTS = ("broadsheet.release.publication",)


@dataclass(frozen=True, slots=True)
class Base:
    """A release to start from: its file, its record and what has changed since."""

    path: Path
    record: ReleaseRecord
    changes: Changes


def find_layout(tables: Iterable[Table], macros: Iterable[Macro], linked_lake: str) -> str:
    """Changes where anything does that shapes a release beside its rows: definitions, macros, search, code, DuckDB.

    linked_lake: where the lake lies whose files a linked release reads; empty for a native one.
    """
    digest = hashlib.sha256(f"{STORAGE_VERSION} {duckdb.__version__} {_find_code()} {linked_lake}\n".encode())
    for table in tables:
        digest.update(f"{table}\n".encode())
    for macro in macros:
        digest.update(f"{macro}\n".encode())
    for text in read_search_steps():
        digest.update(text.encode())
    return digest.hexdigest()[:32]


def find_parts(lake: Lake, released: Iterable[ReleasedTable]) -> Parts:
    """The parts that this release is made of; none for a lake in an object store, whose files are not hashed."""
    return {item.name: _hash_parts(lake, item) for item in released} if lake.is_local else {}


def find_base(
    settings: Settings, released: Sequence[ReleasedTable], parts: Parts, layout: str, made_anew: Collection[str]
) -> Base | None:
    """The release in place, where it has the same layout and says which parts it holds; else None.

    made_anew: tables that hold more than rows of the lake, which are never taken over.
    """
    record = read_release_record(settings)
    if record is None or not parts or not record.parts or record.layout != layout:
        return None
    changes: dict[str, frozenset[date] | None] = {}
    for item in released:
        days = _list_changed(record.parts.get(item.name, {}), parts[item.name])
        is_new = item.name not in record.parts or item.name in made_anew
        if is_new or days:
            is_whole = is_new or not item.table.partition
            changes[item.name] = None if is_whole else frozenset(map(date.fromisoformat, days))
    return Base(settings.warehouse.resolve(), record, changes)


def _list_changed(old: Mapping[str, str], new: Mapping[str, str]) -> frozenset[str]:
    """The parts that are not the same in both; one whose hash is not known counts as changed."""
    return frozenset(day for day in old.keys() | new.keys() if old.get(day) != new.get(day) or new.get(day) == "")


def copy_base(base: Base, target: Path) -> bool:
    """Copy its file; False where that is not the file that was published, byte for byte."""
    digest = hashlib.sha256()
    with base.path.open("rb") as source, target.open("wb") as copy:
        while piece := source.read(_PIECE_BYTES):
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest() == base.record.sha256


def make_room(
    connection: duckdb.DuckDBPyConnection, base: Base, released: Iterable[ReleasedTable], own: Iterable[Table]
) -> bool:
    """Take out of the copy what changed; False where so much of it is unused that a new file is better.

    own: tables of the release itself, which are made anew.
    """
    connection.execute("begin")
    for table in own:
        connection.execute(f"drop table if exists {place_of(table)}")
    for item in released:
        if item.name not in base.changes:
            continue
        days = base.changes[item.name]
        if days is None:
            connection.execute(f"drop table if exists {place_of(item.table)}")
        else:
            connection.execute(f"delete from {place_of(item.table)} where {in_days(item.table, days)}")
    connection.execute("commit")
    [(total, free)] = connection.execute(
        f"select total_blocks, free_blocks from pragma_database_size() where database_name = {literal(NAME)}"
    ).fetchall()
    # Space that was unused before; what was dropped just now is used again by what takes its place.
    is_roomy = bool(total and free / total > _MOST_FREE_SHARE)
    connection.execute(f"checkpoint {NAME}")
    return not is_roomy


def in_days(table: Table, days: Collection[date]) -> str:
    """The condition that a row of a daily table is of one of these days."""
    listed = ", ".join(f"date {literal(day.isoformat())}" for day in sorted(days))
    return f"{quote(str(table.partition))} in ({listed})" if days else "false"


def find_changed_days(base: Base, tables: Collection[str], released: Iterable[ReleasedTable]) -> frozenset[date] | None:
    """The days on which rows of any of these daily tables changed; None where all rows of one did."""
    daily = [
        base.changes[item.name]
        for item in released
        if item.name in tables and item.table.partition and item.name in base.changes
    ]
    return None if None in daily else frozenset(day for days in daily for day in days or ())


def list_changed_files(lake: Lake, item: ReleasedTable, days: frozenset[date] | None) -> list[str]:
    """The data files of these days in the order of their rows; all of them for None."""
    files = item.snapshot.files
    return [file for file in files if days is None or lake.day_of(item.table, file) in days]


def write_parts(parts: Parts) -> dict[str, dict[str, str]]:
    """The parts as the record keeps them."""
    return {table: dict(sorted(days.items())) for table, days in parts.items()}


def _hash_parts(lake: Lake, item: ReleasedTable) -> dict[str, str]:
    files: dict[str, list[str]] = {} if item.table.partition else {"": []}
    for file in item.snapshot.files:
        day = lake.day_of(item.table, file)
        files.setdefault(day.isoformat() if day else "", []).append(file)
    return {day: lake.hash_contents(listed) for day, listed in files.items()}


@cache
def _find_code() -> str:
    return json.dumps({name: module.digest for name, module in sorted(find_closure(_ROOTS).items())})
