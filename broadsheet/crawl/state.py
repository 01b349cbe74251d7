"""What is remembered between polls: one SQLite file, written in transactions, by one process at a time.

Belongs here: opening, locking, transactions, and rows as dicts. What is kept about hosts, lists and pages belongs to
the modules of that name; which tables there are stands in state.sql.

Nothing is lost or doubled however a process ends: a WARC record is on disk before the transaction that names it, and
what stands in an archive after the last committed byte is cut off when it is opened again (`archives`).
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

from broadsheet.errors import PollBusyError, SourceError
from broadsheet.ingest.origins import clean_text
from broadsheet.private_files import make_private_file, make_private_folder

FILE_NAME = "state.sqlite"
_VERSION = 2

Row = dict[str, Any]


def write_time(time: datetime | None) -> str | None:
    """A time as the state keeps it: texts that sort as the times do.

    >>> write_time(datetime(2024, 3, 5, 12, tzinfo=UTC))
    '2024-03-05T12:00:00.000000+00:00'
    """
    return None if time is None else time.astimezone(UTC).isoformat(timespec="microseconds")


def read_time(text: str | None) -> datetime | None:
    """The time that `write_time` wrote."""
    return None if text is None else datetime.fromisoformat(text)


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """The right to poll into this folder, for the time of the block.

    Raises PollBusyError where another process has it. The lock ends with its process, however that ends.
    """
    make_private_folder(folder)
    handle = os.open(folder / "poll.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PollBusyError(
                f"Another process polls into {folder} at this moment. Wait until it ends; it can be left alone."
            ) from error
        yield
    finally:
        os.close(handle)


class State:
    """The file in `folder`, opened. Safe for threads: one transaction at a time, the same thread may nest them."""

    def __init__(self, folder: Path, *, is_read_only: bool = False) -> None:
        """Raises SourceError where the file cannot be opened or was written by a newer version of the program."""
        self.path = folder / FILE_NAME
        self._lock = threading.RLock()
        self._depth = 0
        address = f"{self.path.absolute().as_uri()}?mode={'ro' if is_read_only else 'rwc'}"
        try:
            if not is_read_only:
                # SQLite gives its journals the mode of the file.
                make_private_file(self.path)
            self._connection = sqlite3.connect(
                address, uri=True, isolation_level=None, check_same_thread=False, timeout=30
            )
            self._connection.row_factory = sqlite3.Row
            if not is_read_only:
                self._prepare()
            version = self._connection.execute("pragma user_version").fetchone()[0]
        except (sqlite3.Error, OSError) as error:
            raise SourceError(
                f"{self.path} cannot be opened: {error}. Where it is broken, move it away: the next poll begins "
                "a new one and asks for the lists as if for the first time."
            ) from error
        if version > _VERSION:
            self._connection.close()
            raise SourceError(f"{self.path} was written by a newer version of Broadsheet. Use that version.")

    def __enter__(self) -> State:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes of the block or none."""
        with self._lock:
            if self._depth:
                yield
                return
            self._connection.execute("begin immediate")
            self._depth = 1
            try:
                yield
            except BaseException:
                self._connection.execute("rollback")
                raise
            else:
                self._connection.execute("commit")
            finally:
                self._depth = 0

    def rows(self, statement: str, values: Mapping[str, Any] | None = None) -> list[Row]:
        """The rows of a select."""
        with self._lock:
            return [dict(row) for row in self._connection.execute(statement, _clean(values or {}))]

    def row(self, statement: str, values: Mapping[str, Any] | None = None) -> Row | None:
        """The first row of a select, None where there is none."""
        with self._lock:
            found = self._connection.execute(statement, _clean(values or {})).fetchone()
            return None if found is None else dict(found)

    def execute(self, statement: str, values: Mapping[str, Any]) -> int:
        """Run a statement that writes; returns how many rows it changed."""
        with self.transaction():
            return self._connection.execute(statement, _clean(values)).rowcount

    def put(self, table: str, row: Mapping[str, Any]) -> None:
        """Write one row, in place of the one with its key. table, and the names in row, are names of state.sql."""
        self.execute(_write_insert(table, tuple(row)), row)

    def change(self, table: str, key: str, row: Mapping[str, Any]) -> None:
        """Change the columns in `row` of the row whose column `key` has that value; others stay."""
        parts = ", ".join(f"{name} = :{name}" for name in row if name != key)
        self.execute(f"update {table} set {parts} where {key} = :{key}", row)

    def _prepare(self) -> None:
        """WAL: readers never wait. A commit that a power cut undoes costs its page a second fetch, no more."""
        self._connection.execute("pragma synchronous = normal")
        if self._connection.execute("pragma user_version").fetchone()[0] >= _VERSION:
            return
        self._connection.execute("pragma journal_mode = wal")
        self._connection.executescript((files("broadsheet.crawl") / "state.sql").read_text(encoding="utf-8"))
        self._connection.execute(f"pragma user_version = {_VERSION}")


def _clean(values: Mapping[str, Any]) -> Row:
    """The values with U+FFFD for half surrogates, which JSON may hold and UTF-8 may not."""
    return {
        name: clean_text(value) if isinstance(value, str) and not value.isascii() else value
        for name, value in values.items()
    }


@cache
def _write_insert(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join(f":{name}" for name in names)
    return f"insert or replace into {table} ({', '.join(names)}) values ({marks})"
