"""Sparse days together: the rows of several days go through the workers at once, what they make comes day by day.

A day with three articles keeps one worker busy with a small batch while the others wait; sixty such days do not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from datetime import date
from itertools import chain, islice
from typing import TypeVar

from broadsheet.errors import BroadsheetError
from broadsheet.stages.progress import count_pages

Rows = TypeVar("Rows", bound=Sized)
Item = TypeVar("Item")
Made = TypeVar("Made")

# Several batches for each worker; a day with more than this is a chunk of its own.
_ENOUGH = 64


def map_days(
    days: Sequence[date],
    read: Callable[[date], Rows],
    each: Callable[[Rows], Iterable[Item]],
    work: Callable[[Iterable[Item]], Iterator[Made]],
) -> Iterator[Iterator[tuple[date, Rows, Iterator[Made]]]]:
    """Chunks of days in the given order; each day with the rows read of it and an iterator over what `work` makes.

    work: gives one result per item, in order; it is called for some 64 items or more. Take all results of a day
    before you ask for the next day, all days of a chunk before the next chunk. A day that cannot be read raises when
    its turn has come, not before.
    """
    waiting = deque(days)
    while waiting:
        chunk = _read_chunk(waiting, read)
        yield _share_out(chunk, work(chain.from_iterable(each(rows) for _, rows in chunk)))


def _share_out(chunk: Sequence[tuple[date, Rows]], made: Iterator[Made]) -> Iterator[tuple[date, Rows, Iterator[Made]]]:
    for day, rows in chunk:
        yield day, rows, count_pages(day, islice(made, len(rows)))


def _read_chunk(waiting: deque[date], read: Callable[[date], Rows]) -> list[tuple[date, Rows]]:
    chunk: list[tuple[date, Rows]] = []
    count = 0
    while waiting and count < _ENOUGH:
        try:
            rows = read(waiting[0])
        except BroadsheetError:
            if not chunk:
                raise
            # The days before it are done first; then it is read again as the first of a chunk, and fails alone.
            break
        chunk.append((waiting.popleft(), rows))
        count += len(rows)
    return chunk
