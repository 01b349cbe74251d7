"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from broadsheet.errors import SettingsError

Output = Annotated[Path | None, typer.Option("--output", "-o", help="file to write; standard output where absent")]
Days = Annotated[str, typer.Option(help="capture days, as 2024-01-31 or 2024-01-01..2024-01-31")]


def parse_days(written: str) -> list[date] | None:
    """The days of `A` or `A..B`, both included; None for an empty text. Raises SettingsError for anything else.

    >>> parse_days("2024-01-30..2024-02-01")[-1]
    datetime.date(2024, 2, 1)
    """
    if not written:
        return None
    first, dots, last = written.partition("..")
    try:
        start = date.fromisoformat(first)
        end = date.fromisoformat(last) if dots else start
    except ValueError as error:
        raise SettingsError(f"--days {written!r} is no range of days. Write 2024-01-01..2024-01-31.") from error
    if end < start:
        raise SettingsError(f"--days {written!r} ends before it begins. Write the earlier day first.")
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]
