"""`broadsheet sql`: one query, or a prompt, on the published warehouse, read-only.

Belongs here: running SQL for a person and showing or writing the result. Publishing belongs in broadsheet.release.
"""

from __future__ import annotations

import contextlib
import csv
import json
import sys
from pathlib import Path
from typing import Any, TextIO

import duckdb
from rich.console import Console
from rich.table import Table

from broadsheet.errors import QueryError, SettingsError
from broadsheet.release import open_warehouse
from broadsheet.rows import to_json
from broadsheet.settings import Settings

FORMATS = ("table", "csv", "json", "parquet")
# More rows than a person reads at a prompt; --format csv gives all of them.
SHOWN_ROWS = 100
_PROMPT, _CONTINUED = "broadsheet> ", "       ...> "


def run_query(settings: Settings, query: str, form: str, output: Path | None) -> None:
    """Run one query and write its result as `form` to `output` or standard output.

    Raises QueryError where DuckDB refuses the query and SettingsError for an unknown form.
    """
    if form not in FORMATS:
        raise SettingsError(f"There is no format {form!r}. Choose one of: {', '.join(FORMATS)}.")
    if form == "parquet" and output is None:
        raise SettingsError("Parquet is binary: name a file with --output.")
    with contextlib.closing(open_warehouse(settings)) as connection:
        names, rows = _fetch(connection, query, output if form == "parquet" else None)
    if form == "parquet":
        return
    if form == "table" and output is None:
        _print_table(names, rows)
        return
    with _open(output) as stream:
        _write_json(stream, names, rows) if form == "json" else _write_csv(stream, names, rows)


def run_prompt(settings: Settings) -> None:
    """Read statements that end in `;` from standard input until its end; errors do not end the session."""
    interactive = sys.stdin.isatty()
    if interactive:
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  gives input() a history and line editing
        Console().print("End a statement with [bold];[/] and leave with Ctrl-D. Try: [bold]show tables;[/]")
    statement = ""
    while True:
        try:
            line = input((_CONTINUED if statement else _PROMPT) if interactive else "")
        except EOFError:
            break
        statement += line + "\n"
        if statement.rstrip().endswith(";"):
            _run_shown(settings, statement, interactive)
            statement = ""
    if statement.strip():
        _run_shown(settings, statement, interactive)


def _run_shown(settings: Settings, statement: str, interactive: bool) -> None:
    try:
        run_query(settings, statement, "table", None)
    except QueryError as error:
        if not interactive:
            raise
        Console(stderr=True).print(f"[red]{error}")


def _fetch(
    connection: duckdb.DuckDBPyConnection, query: str, parquet: Path | None
) -> tuple[list[str], list[tuple[Any, ...]]]:
    try:
        result = connection.sql(query)
        if result is None:
            return [], []
        if parquet is not None:
            result.write_parquet(str(parquet), compression="zstd")
            return [], []
        return list(result.columns), result.fetchall()
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def _print_table(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    table = Table(*names)
    for row in rows[:SHOWN_ROWS]:
        table.add_row(*("" if value is None else _show(value) for value in row))
    console = Console()
    if names:
        console.print(table)
    if len(rows) > SHOWN_ROWS:
        console.print(f"{SHOWN_ROWS} of {len(rows)} rows shown; --format csv gives all.")


def _show(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return str(value).replace("[", "\\[")


def _open(output: Path | None) -> contextlib.AbstractContextManager[TextIO]:
    if output is None:
        return contextlib.nullcontext(sys.stdout)
    try:
        return output.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise SettingsError(f"Cannot write {output}: {error.strerror}. Name a file in a folder that exists.") from error


def _write_csv(stream: TextIO, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    writer = csv.writer(stream)
    writer.writerow(names)
    writer.writerows(rows)


def _write_json(stream: TextIO, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    for row in rows:
        stream.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=to_json) + "\n")
