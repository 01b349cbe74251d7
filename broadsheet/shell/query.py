"""One text of SQL: run, shown or written."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from rich.console import Console

from broadsheet.settings import Settings
from broadsheet.shell.display import draw_result, print_shown
from broadsheet.shell.options import SqlOptions, choose_form
from broadsheet.shell.session import Result, Session
from broadsheet.shell.writing import write_result


def run_query(
    settings: Settings, query: str, form: str = "table", output: Path | None = None, options: SqlOptions | None = None
) -> None:
    """Run the statements of a text and show each result, or write the last one as `form` to `output`.

    form counts where no options are given. Raises QueryError where DuckDB refuses the query and SettingsError for an
    unknown form.
    """
    options = options or SqlOptions(form=form)
    with contextlib.closing(Session(settings, options)) as session:
        run_statements(session, settings, query, options, output)


def run_statements(
    session: Session,
    settings: Settings,
    text: str,
    options: SqlOptions,
    output: Path | None = None,
    console: Console | None = None,
    is_timed: bool = False,
) -> None:
    """Run the statements of a text in a session. is_timed: a line with the count of rows and the time after each."""
    form = choose_form(options.form, output)
    is_screen = form == "table" and output is None
    written = 0
    started = time.monotonic()
    for result in session.run(text, as_arrow=form == "parquet"):
        if is_screen:
            _show(result, options, console or Console(), started if is_timed else None)
        elif result.names:
            written = write_result(result, form, output, settings, options.is_safe_csv)
        started = time.monotonic()
    if is_timed and output is not None and console is not None:
        console.print(f"{written:,} rows written to {output}", markup=False, highlight=False, soft_wrap=True)


def _show(result: Result, options: SqlOptions, console: Console, started: float | None) -> None:
    shown = draw_result(result, options, console.width)
    time_note = "" if started is None else f"{time.monotonic() - started:.3f} s"
    if shown is None:
        if time_note:
            console.print(f"done, {time_note}", style="dim", highlight=False)
        return
    is_partial = " of " in shown.note
    note = shown.note if time_note or is_partial else ""
    print_shown(console, shown, ", ".join(part for part in (note, time_note) if part), options.uses_pager)
