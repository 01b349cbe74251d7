"""A poll as a person sees it at work: one bar of pages, what is asked now, and remarks."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from broadsheet.crawl.events import PollEvent

_LONGEST_SHOWN = 60


class PollProgress:
    """Turns the events of a poll into a progress bar; open it with `with`."""

    def __init__(self, console: Console) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
        self._task = self._progress.add_task("asking the sources", total=None)
        self._page_count = 0

    def __enter__(self) -> PollProgress:
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def show(self, event: PollEvent) -> None:
        """Show one event."""
        if event.kind == "page":
            self._page_count += 1
            total = self._page_count + event.pending_count
            shown = escape(_shorten(event.url))
            self._progress.update(self._task, completed=self._page_count, total=total, description=shown)
        elif event.kind in ("source", "list"):
            self._progress.update(self._task, description=escape(_shorten(event.url or event.source_id)))
        elif event.kind == "note":
            self._progress.console.print(escape(event.text), highlight=False, soft_wrap=True)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
