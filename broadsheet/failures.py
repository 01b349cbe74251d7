"""What became of work that failed: in words, and where there was an exception, its type and the line that raised it.

Belongs here: reading an exception. What a failure costs (a page, a table, a field) is decided where it is caught.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

_MOST_CHARS = 500
# What libraries in other languages say where Python would raise MemoryError.
_MEMORY_WORDS = ("bad_alloc", "Failed to allocate memory", "bad allocation")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why work has no result. kind: error (an exception), timeout, memory or crash (the process ended).

    function_name, file_name, line_number: where the exception was raised; the file is named from its package on, so
    that it reads the same on every machine.
    """

    kind: str
    detail: str
    error_type: str | None = None
    function_name: str | None = None
    file_name: str | None = None
    line_number: int | None = None

    def __str__(self) -> str:
        """One line: the detail, and for an exception "Type: message (function, file:line)"."""
        if self.error_type is None:
            return self.detail
        place = f" ({self.function_name}, {self.file_name}:{self.line_number})" if self.file_name else ""
        return f"{self.error_type}: {self.detail}{place}"


def describe_error(error: BaseException) -> Failure:
    """The failure that an exception is."""
    frames = list(traceback.walk_tb(error.__traceback__))
    kind = "memory" if is_memory_error(error) else "error"
    detail = " ".join(str(error).split())[:_MOST_CHARS]
    if not frames:
        return Failure(kind, detail, type(error).__name__)
    frame, line = frames[-1]
    file = _shorten(frame.f_code.co_filename, str(frame.f_globals.get("__name__", "")))
    return Failure(kind, detail, type(error).__name__, frame.f_code.co_name, file, line)


def is_memory_error(error: BaseException) -> bool:
    """Whether an exception says that memory ran out, in Python or in a library below it."""
    return isinstance(error, MemoryError) or any(words in str(error) for words in _MEMORY_WORDS)


def _shorten(file: str, module: str) -> str:
    """A file from its top package on.

    >>> _shorten("/home/me/src/broadsheet/dates/find.py", "broadsheet.dates.find")
    'broadsheet/dates/find.py'
    """
    package = module.partition(".")[0]
    _, found, rest = file.rpartition(f"/{package}/")
    return f"{package}/{rest}" if found else Path(file).name
