"""The first day of a warehouse, in one small file of its home: where its daily partitions start.

It is the only file that the definitions of the web UI read. It only ever goes back: to the first day with captures, or
to one that the user named by `broadsheet run --days A..`. Belongs here: that file. What a setting in the environment
says instead, belongs to `broadsheet.settings`.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from broadsheet.errors import SettingsError


def read_first_day(home: Path) -> date | None:
    """The first day; None where nothing has been ingested yet. Raises SettingsError for a file that is no day."""
    path = _find_file(home)
    try:
        written = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}. Delete it; the next run writes it anew.") from error
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise SettingsError(f"{path} holds {written[:40]!r}, not a day. Write the first day as 2024-01-31.") from error


def record_first_day(home: Path, day: date) -> None:
    """Write down that the warehouse starts on that day, unless it starts earlier already."""
    known = read_first_day(home)
    if known is not None and known <= day:
        return
    path = _find_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".first_day.{os.getpid()}")
    partial.write_text(f"{day}\n", encoding="utf-8")
    partial.replace(path)


def _find_file(home: Path) -> Path:
    return home / "first_day"
