"""Captures that wait on disk until all are known and can be given in order.

Only the order of a capture and its place are held in memory, some 250 bytes each: a day of a hundred thousand pages
takes as little as one of ten.
"""

from __future__ import annotations

import pickle
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import TracebackType
from typing import Self

from broadsheet.records import Capture

# Beyond this they lie on disk.
_SPOOL_BYTES = 16 << 20


@dataclass(frozen=True, slots=True, order=True)
class _Entry:
    captured_at: datetime
    capture_id: str
    start: int
    size: int
    body_bytes: int


class Spool:
    """Captures in the order of captured_at and capture_id, however they came; gone when it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115 - closed by __exit__
        self._entries: list[_Entry] = []
        self._is_sorted = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, captures: Iterable[Capture]) -> None:
        """Take captures in."""
        for capture in captures:
            start = self._file.seek(0, 2)
            self._file.write(pickle.dumps(capture, protocol=pickle.HIGHEST_PROTOCOL))
            size = self._file.tell() - start
            entry = _Entry(capture.captured_at, capture.capture_id, start, size, capture.body_bytes)
            self._entries.append(entry)
            self._is_sorted = False

    def of_day(self, day: date) -> SpooledDay:
        """The captures of a UTC day, as they are now."""
        if not self._is_sorted:
            self._entries.sort()
            self._is_sorted = True
        begin = datetime.combine(day, time(), UTC)
        ends = [bisect_left(self._entries, at, key=_time_of) for at in (begin, begin + timedelta(days=1))]
        return SpooledDay(self, self._entries[ends[0] : ends[1]])

    def read(self, entry: _Entry) -> Capture:
        """The capture of an entry, from disk, as this process wrote it a moment ago."""
        self._file.seek(entry.start)
        capture = pickle.loads(self._file.read(entry.size))
        assert isinstance(capture, Capture)
        return capture


@dataclass(frozen=True, slots=True)
class SpooledDay:
    """The captures of one day in order; may be iterated again and again while the spool is open."""

    _spool: Spool
    _entries: list[_Entry]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Capture]:
        for entry in self._entries:
            yield self._spool.read(entry)

    @property
    def body_bytes(self) -> int:
        """Length of all bodies together."""
        return sum(entry.body_bytes for entry in self._entries)


def _time_of(entry: _Entry) -> datetime:
    return entry.captured_at
