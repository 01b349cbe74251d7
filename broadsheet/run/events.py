"""What a run tells while it works, for a progress bar, and whoever listens.

Belongs here: the events and their listener. What is done, and when, belongs to the runner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from broadsheet.stages.progress import counting


@dataclass(frozen=True, slots=True)
class RunEvent:
    """One step of a run. kind: planned (day_count and page_count are set), pages (so many pages of a day are through, 0
    where it begins), day (one stage of one day is written), stage (a model, view or release is done; text names it) or
    note (text says something to the user).
    """

    kind: str
    stage: str = ""
    day: date | None = None
    day_count: int = 0
    page_count: int = 0
    row_count: int = 0
    seconds: float = 0.0
    text: str = ""


OnEvent = Callable[[RunEvent], None]

# One listener a context: the command line runs Dagster's steps in its own thread and hears them.
_listener: ContextVar[OnEvent | None] = ContextVar("listener", default=None)


@contextmanager
def listening(on_event: OnEvent) -> Iterator[None]:
    """Hear every event told inside the block."""
    token = _listener.set(on_event)
    try:
        with counting(lambda day, count: on_event(RunEvent("pages", day=day, page_count=count))):
            yield
    finally:
        _listener.reset(token)


def is_heard() -> bool:
    """Whether anybody listens, so that what only they want to know is worth finding out."""
    return _listener.get() is not None


def emit(event: RunEvent) -> None:
    """Say it to whoever listens; nobody in runs of the web UI."""
    on_event = _listener.get()
    if on_event is not None:
        on_event(event)
