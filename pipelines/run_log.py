"""The log file of a run from the command line: what it did when, and the whole story of what went wrong.

Belongs here: the file, its lines and how many are kept. What is told on the terminal belongs to `pipelines.console`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.errors import SourceError
from broadsheet.private_files import make_private_folder
from broadsheet.run.events import RunEvent
from broadsheet.settings import Settings

KEPT_LOGS = 20
_NAMES_TRIED = 100


class RunLog:
    """One log file, opened new; older ones beyond the last KEPT_LOGS are removed.

    fault: why writing stopped, such as a full disk; a run goes on without its log. now: the clock.
    Raises SourceError where the file cannot be made.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self.fault = ""
        try:
            make_private_folder(settings.logs)
            self.path = _make_file(settings.logs, now())
            _remove_old(settings.logs)
        except OSError as error:
            raise SourceError(f"No log file can be written below {settings.logs}: {error.strerror}.") from error

    def write(self, text: str) -> None:
        """Add a line with its time; further lines of `text` follow indented. It is on disk at once."""
        lines = text.rstrip().replace("\n", "\n    ")
        if self.fault:
            return
        try:
            with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{self._now():%Y-%m-%dT%H:%M:%SZ} {lines}\n")
        except OSError as error:
            self.fault = error.strerror or str(error)

    def listen(self, event: RunEvent) -> None:
        """Write what is done; the pages inside a stage are left to the lines of progress."""
        if event.kind == "note":
            self.write(event.text)
        elif event.kind == "day":
            self.write(f"{event.stage} of {event.day}: {event.row_count} rows in {event.seconds:.1f} s")
        elif event.kind == "stage":
            self.write(f"{event.stage}: {event.text}, {event.row_count} rows in {event.seconds:.1f} s")


def list_logs(folder: Path) -> list[Path]:
    """Log files of runs, the oldest first."""
    return sorted(folder.glob("run-*.log"))


def _make_file(folder: Path, at: datetime) -> Path:
    """A file of that second; where another run began in it, one with a number."""
    for number in range(_NAMES_TRIED):
        path = folder / f"run-{at:%Y%m%dT%H%M%SZ}{f'-{number}' if number else ''}.log"
        with contextlib.suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)
            return path
    raise SourceError(f"There are {_NAMES_TRIED} log files of this second in {folder}.")


def _remove_old(folder: Path) -> None:
    for path in list_logs(folder)[:-KEPT_LOGS]:
        # Another run may have removed it first.
        path.unlink(missing_ok=True)
