"""How far a run has come, drawn on a terminal.

Belongs here: the bar, and a console that Dagster does not take away. The count behind it belongs to
`broadsheet.run.progress`, what else `broadsheet run` says to `pipelines.console`.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from broadsheet.run.events import RunEvent
from broadsheet.run.progress import RunProgress

# What is left beside the text of a large run on a terminal of 80 columns.
_BAR_COLUMNS = 10


class ProgressBar:
    """The progress on a terminal: a bar that moves while a stage works; use it as a context manager."""

    def __init__(self, console: Console, progress: RunProgress) -> None:
        self._progress = progress
        # Dagster puts other files in place of the standard streams while a step runs, and so must rich not.
        self._bar = Progress(
            SpinnerColumn(), BarColumn(_BAR_COLUMNS), TextColumn("{task.description}"),
            console=console, transient=True, redirect_stdout=False, redirect_stderr=False,
        )  # fmt: skip
        self._task = self._bar.add_task(progress.describe(), total=None)

    def __enter__(self) -> ProgressBar:
        self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.stop()

    def listen(self, event: RunEvent) -> None:
        """Show one event that `progress` has taken in."""
        if event.kind == "note":
            self._bar.console.print(event.text)
        known = self._progress
        if event.kind in ("planned", "stage"):
            self._bar.reset(self._task)
        # A bar without a total pulses.
        total = known.page_count or known.day_count or None
        done = known.pages_done if known.page_count else known.days_done
        self._bar.update(self._task, total=total, completed=done, description=known.describe())


@contextmanager
def open_console() -> Iterator[Console]:
    """A console on standard error that goes on writing there while Dagster catches the standard streams of a step."""
    try:
        descriptor = os.dup(sys.stderr.fileno())
    except (OSError, ValueError, AttributeError, io.UnsupportedOperation):
        yield Console(stderr=True)
        return
    # Asked here, because rich would ask the standard streams, which are no terminal inside a step.
    width = os.get_terminal_size(descriptor).columns if os.isatty(descriptor) else None
    with os.fdopen(descriptor, "w", encoding=sys.stderr.encoding, errors="replace") as file:
        yield Console(file=file, width=width or None)
