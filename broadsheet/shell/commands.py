"""Commands of the prompt that begin with a point: what is there, how results look, where the next one goes.

Belongs here: one function per command. The help is made from their docstrings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from broadsheet.errors import SettingsError
from broadsheet.settings import Settings
from broadsheet.shell.display import Shown, print_shown
from broadsheet.shell.options import EXPANSIONS, FORMATS, SqlOptions
from broadsheet.shell.session import Session
from broadsheet.shell.visible import make_visible

_TABLES = """
    select schema_name, table_name, estimated_size, comment, temporary from duckdb_tables()
    union all
    select schema_name, view_name, null, comment, temporary from duckdb_views() where not internal
    order by temporary desc, schema_name, table_name
"""
_MACROS = """
    select function_name || '(' || array_to_string(parameters, ', ') || ')', any_value(comment)
    from duckdb_functions() where not internal and comment is not null group by all order by all
"""
_COLUMNS = """
    select column_name, data_type, is_nullable, comment from duckdb_columns()
    where lower(table_name) = lower($name) and lower(schema_name) = lower(coalesce($schema, schema_name))
    order by schema_name, column_index
"""


@dataclass
class PromptState:
    """What a prompt holds between two lines: the session, how results look, where the next one goes."""

    session: Session
    settings: Settings
    options: SqlOptions
    console: Console
    is_timed: bool = True
    next_output: Path | None = None
    is_finished: bool = False


def run_command(state: PromptState, line: str) -> None:
    """Run one command line. Raises SettingsError for a command or an argument that there is not."""
    name, _, argument = line.strip().partition(" ")
    command = COMMANDS.get(name)
    if command is None:
        raise SettingsError(f"There is no command {name}. .help lists them.")
    command(state, argument.strip().rstrip(";"))


def show_tables(state: PromptState, argument: str) -> None:
    """.tables [WORD]: tables with their rows and what they hold, and macros; of those that hold the word"""
    table = Table("table", "rows", "what it holds", header_style="bold", pad_edge=False)
    table.columns[1].justify = "right"
    for schema, name, size, comment, is_temporary in state.session.connection.execute(_TABLES).fetchall():
        shown = name if schema == "main" else f"{schema}.{name}"
        if argument.lower() in shown.lower():
            about = "temporary, ends with this session" if is_temporary else (comment or "").partition(". ")[0]
            table.add_row(Text(make_visible(shown)), "" if size is None else f"{size:,}", Text(make_visible(about)))
    for call, comment in state.session.connection.execute(_MACROS).fetchall():
        if argument.lower() in call.lower():
            table.add_row(Text(call), "macro", Text(make_visible(comment).partition(": ")[0]))
    _page(state, table)


def show_schema(state: PromptState, argument: str) -> None:
    """.schema TABLE: its columns with their types and what they mean"""
    if not argument:
        show_tables(state, "")
        return
    schema, _, name = argument.rpartition(".")
    parameters = {"name": name, "schema": schema or None}
    rows = state.session.connection.execute(_COLUMNS, parameters).fetchall()
    if not rows:
        raise SettingsError(f"There is no table {argument}. .tables lists them.")
    table = Table("column", "type", "null", "what it is", header_style="bold", pad_edge=False)
    for column, kind, is_nullable, comment in rows:
        cells = (column, kind.lower(), "yes" if is_nullable else "", comment or "")
        table.add_row(*(Text(make_visible(cell)) for cell in cells))
    _page(state, table)


def set_expanded(state: PromptState, argument: str) -> None:
    """.expanded [on|off|auto]: one line per column; off prints wide rows whole; auto for a single wide row"""
    chosen = argument or ("auto" if state.options.expanded == "on" else "on")
    _check(chosen, EXPANSIONS)
    state.options = replace(state.options, expanded=chosen)
    state.console.print(f"Expanded is {chosen}.")


def set_format(state: PromptState, argument: str) -> None:
    """.format [table|csv|json|jsonl|markdown]: how results are printed"""
    _check(argument or "table", tuple(form for form in FORMATS if form != "parquet"))
    state.options = replace(state.options, form=argument or "table")


def set_rows(state: PromptState, argument: str) -> None:
    """.rows N: how many rows of a result are shown"""
    if not argument.isdigit() or int(argument) < 1:
        raise SettingsError(".rows needs a whole number from 1 up.")
    state.options = replace(state.options, shown_rows=int(argument))


def set_timing(state: PromptState, argument: str) -> None:
    """.timing [on|off]: rows and seconds below each result"""
    _check(argument or "on", ("on", "off"))
    state.is_timed = argument != "off"


def write_next(state: PromptState, argument: str) -> None:
    """.once FILE: write the next result to a file; .csv, .json, .jsonl, .parquet or .md says the format"""
    if not argument:
        raise SettingsError(".once needs the name of a file.")
    state.next_output = Path(argument)


def reopen(state: PromptState, argument: str) -> None:
    """.reopen: go over to the newest release; temporary tables and variables are lost"""
    state.session.reopen()
    state.console.print(f"Reading {state.session.file.name}.", markup=False, highlight=False, soft_wrap=True)


def show_help(state: PromptState, argument: str) -> None:
    """.help: this list"""
    table = Table.grid(padding=(0, 2))
    for command in dict.fromkeys(COMMANDS.values()):
        usage, _, about = (command.__doc__ or "").partition(": ")
        table.add_row(Text(usage, style="bold"), Text(about))
    state.console.print("End a statement with ; and press Enter. Ctrl-C stops a query, Ctrl-D leaves.")
    state.console.print(table)
    state.console.print(
        "Temporary tables and variables work until you leave: create temp table t as ...; set variable day = ...;\n"
        f"A session holds up to {state.options.memory_mb:,} MiB; --memory, --threads and --time-zone change that.",
        highlight=False,
    )


def leave(state: PromptState, argument: str) -> None:
    """.quit: leave; .exit and Ctrl-D too"""
    state.is_finished = True


COMMANDS: dict[str, Callable[[PromptState, str], None]] = {
    ".tables": show_tables,
    ".schema": show_schema,
    ".expanded": set_expanded,
    ".format": set_format,
    ".rows": set_rows,
    ".timing": set_timing,
    ".once": write_next,
    ".reopen": reopen,
    ".help": show_help,
    ".quit": leave,
    ".exit": leave,
}


def _check(argument: str, choices: tuple[str, ...]) -> None:
    if argument not in choices:
        raise SettingsError(f"{argument!r} is none of: {', '.join(choices)}.")


def _page(state: PromptState, table: Table) -> None:
    print_shown(state.console, Shown(table, ""), "", state.options.uses_pager)
