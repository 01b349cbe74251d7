"""Pages that a stage is through with, told to whoever counts them, while the stage is still at work.

Belongs here: that one channel. What is shown of it belongs to the command line. It imports nothing of ours, because
the stages import it and a change of what they import runs their days again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import TypeVar

Made = TypeVar("Made")
OnPages = Callable[[date, int], None]

_counter: ContextVar[OnPages | None] = ContextVar("counter", default=None)


@contextmanager
def counting(on_pages: OnPages) -> Iterator[None]:
    """Hear of every page inside the block: its day, and a count that is 0 where a day begins."""
    token = _counter.set(on_pages)
    try:
        yield
    finally:
        _counter.reset(token)


def count_pages(day: date, made: Iterable[Made]) -> Iterator[Made]:
    """What was made of the pages of a day, one by one as it is taken; each is told.

    >>> told = []
    >>> with counting(lambda day, count: told.append(count)):
    ...     list(count_pages(date(2024, 3, 5), "ab"))
    ['a', 'b']
    >>> told
    [0, 1, 1]
    """
    on_pages = _counter.get()
    if on_pages is None:
        yield from made
        return
    on_pages(day, 0)
    for outcome in made:
        on_pages(day, 1)
        yield outcome
