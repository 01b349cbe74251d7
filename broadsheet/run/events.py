"""What a run tells while it works, for a progress bar, and whoever listens.

Belongs here: the events and their listener. What is done, and when, belongs to the runner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RunEvent:
    """One step of a run. kind: planned (day_count is set), day (one stage of one day is done), stage (a model, view or
    release is done; text names it) or note (text says something to the user).
    """

    kind: str
    stage: str = ""
    day: date | None = None
    day_count: int = 0
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
        yield
    finally:
        _listener.reset(token)


def emit(event: RunEvent) -> None:
    """Say it to whoever listens; nobody in runs of the web UI."""
    on_event = _listener.get()
    if on_event is not None:
        on_event(event)
