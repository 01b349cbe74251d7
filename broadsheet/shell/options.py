"""The options of `broadsheet sql`, checked.

Belongs here: what the user may choose. The configuration of DuckDB is locked in a session, so threads, memory and
time zone are options of the command and not statements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from broadsheet.errors import SettingsError

FORMATS = ("table", "csv", "json", "jsonl", "parquet", "markdown")
EXPANSIONS = ("auto", "on", "off")
# What the ending of a file says about its format.
_BY_ENDING = {
    ".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".md": "markdown",
}  # fmt: skip
DEFAULT_SHOWN_ROWS = 100
DEFAULT_MEMORY_MB = 2048
_LEAST_MEMORY_MB = 64


@dataclass(frozen=True, slots=True)
class SqlOptions:
    """How a session runs and shows its results.

    form: one of FORMATS. expanded: one of EXPANSIONS; auto shows a single wide row as one line per column.
    shown_rows: rows of a table on the screen; files get all. memory_mb: what queries may hold; there is no disk to
    fall back on. is_safe_csv: cells that a spreadsheet would run as a formula get an apostrophe in front.
    """

    form: str = "table"
    expanded: str = "auto"
    shown_rows: int = DEFAULT_SHOWN_ROWS
    threads: int | None = None
    memory_mb: int = DEFAULT_MEMORY_MB
    time_zone: str = "UTC"
    is_safe_csv: bool = False
    uses_pager: bool = True

    def __post_init__(self) -> None:
        """Raises SettingsError for a form or an expansion that there is not."""
        if self.form not in FORMATS:
            raise SettingsError(f"There is no format {self.form!r}. Choose one of: {', '.join(FORMATS)}.")
        if self.expanded not in EXPANSIONS:
            raise SettingsError(f"Expanded is {self.expanded!r}. Choose one of: {', '.join(EXPANSIONS)}.")


def parse_memory(written: str) -> int:
    """The MiB of a size such as 512MB or 8GB. Raises SettingsError for anything else and below 64 MB.

    >>> parse_memory("8GB"), parse_memory("512 mb")
    (8192, 512)
    """
    found = re.fullmatch(r"(\d{1,6})\s*([MG])i?B?", written.strip(), re.IGNORECASE)
    size = int(found[1]) * (1024 if found[2] in "gG" else 1) if found else 0
    if size < _LEAST_MEMORY_MB:
        raise SettingsError(f"--memory is {written!r}. Write 512MB or 8GB, at least {_LEAST_MEMORY_MB}MB.")
    return size


def choose_form(form: str, output: Path | None) -> str:
    """The format of a result: what was asked for; for a file without one, what its ending says, else csv.

    >>> choose_form("table", Path("figures.parquet")), choose_form("json", Path("figures.txt"))
    ('parquet', 'json')
    """
    if output is None or form != "table":
        return form
    return _BY_ENDING.get(output.suffix.lower(), "csv")
