"""Results on a screen: as a table that fits, or one line per column where a row is too wide."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from broadsheet.shell.layout import ShownColumn, fit_columns
from broadsheet.shell.options import SqlOptions
from broadsheet.shell.session import Result
from broadsheet.shell.values import show_lines, show_value

# Rows that are counted after the shown ones; beyond, the count says "more than".
_COUNTED_ROWS = 100_000
# Lines of one cell: one where columns had to be hidden, a few where all are there.
_LINES_OF_ALL = 4
_SHOWN_CHARS = 4_000
_UNBOUNDED = 1_000_000
_TEXT_TYPES = ("VARCHAR", "STRUCT", "MAP", "UNION", "BLOB")


@dataclass(frozen=True, slots=True)
class Shown:
    """A result on the screen: what is drawn, and a line that says how many rows and columns it shows of how many.

    width: cells that it takes where it is wider than the screen, and the terminal breaks its lines.
    """

    body: RenderableType
    note: str
    width: int | None = None


def draw_result(result: Result, options: SqlOptions, width: int) -> Shown | None:
    """The result as a table or expanded; None for a statement without one."""
    if not result.names:
        return None
    rows, count_text = _read_rows(result, options.shown_rows)
    if result.names == ["explain_key", "explain_value"]:
        return Shown(Text("\n".join(show_lines(row[1]) for row in rows)), "")
    if not rows:
        return Shown(Text("columns: " + ", ".join(map(show_value, result.names))), count_text)
    return _draw_rows(result, rows, count_text, options, width)


def _draw_rows(result: Result, rows: list[tuple[Any, ...]], count_text: str, options: SqlOptions, width: int) -> Shown:
    """Columns that fit, all of them broken by the terminal, or one row below the other, as the options say."""
    cells = [[_cut(show_value(value)) for value in row] for row in rows]
    columns = fit_columns(result.names, cells, [_is_text(kind) for kind in result.types], width)
    hidden = len(result.names) - len(columns)
    if options.expanded == "on" or (options.expanded == "auto" and hidden and len(rows) == 1):
        return Shown(_expand(result.names, rows), count_text)
    if options.expanded == "off" and hidden:
        columns = fit_columns(result.names, cells, [True] * len(result.names), _UNBOUNDED)
        whole = sum(column.width + 3 for column in columns) + 2
        return Shown(_make_table(result, cells, columns, 1), count_text, whole)
    note = count_text
    if hidden:
        note += f", {len(columns)} of {len(result.names)} columns: expanded mode or select shows the others"
    return Shown(_make_table(result, cells, columns, 1 if hidden else _LINES_OF_ALL), note)


def print_shown(console: Console, shown: Shown, note: str, uses_pager: bool) -> None:
    """Print to the console; through the pager where it is a terminal that the result does not fit."""
    body: RenderableType = Group(shown.body, Text(note, style="dim")) if note else shown.body
    if shown.width is not None:
        _print_wide(console, body, shown.width)
        return
    if uses_pager and console.is_terminal:
        lines = console.render_lines(body, pad=False)
        if len(lines) >= console.height:
            with console.pager(styles=False):
                console.print(body)
            return
    console.print(body)


def _print_wide(console: Console, body: RenderableType, width: int) -> None:
    screen, console.width = console.width, width
    try:
        console.print(body)
    finally:
        console.width = screen


def _read_rows(result: Result, shown_rows: int) -> tuple[list[tuple[Any, ...]], str]:
    """The rows to show, and how many there are in words."""
    rows: list[tuple[Any, ...]] = []
    count = 0
    for piece in result.pieces:
        rows += piece[: max(0, shown_rows - len(rows))]
        count += len(piece)
        if count > _COUNTED_ROWS:
            return rows, f"{len(rows):,} of more than {_COUNTED_ROWS:,} rows"
    if count > len(rows):
        return rows, f"{len(rows):,} of {count:,} rows"
    return rows, f"{count:,} row{'' if count == 1 else 's'}"


def _make_table(result: Result, cells: list[list[str]], columns: list[ShownColumn], line_count: int) -> Table:
    table = Table(header_style="bold", pad_edge=False)
    for column in columns:
        is_figure = not _is_text(result.types[column.position]) and "[" not in result.types[column.position]
        table.add_column(
            Text(show_value(result.names[column.position])),
            width=column.width or None,
            no_wrap=line_count == 1,
            overflow="ellipsis" if line_count == 1 else "fold",
            justify="right" if is_figure and "DATE" not in result.types[column.position] else "left",
        )
    for row in cells:
        table.add_row(*(Text(_shorten(row[column.position], column.width * line_count)) for column in columns))
    return table


def _expand(names: list[str], rows: list[tuple[Any, ...]]) -> Group:
    """Each row as one line per column, under a rule with its number."""
    name_width = max(cell_len(show_value(name)) for name in names)
    parts: list[RenderableType] = []
    for number, row in enumerate(rows, start=1):
        grid = Table.grid(padding=(0, 2))
        grid.add_column(width=name_width, no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in zip(names, row, strict=True):
            grid.add_row(Text(show_value(name), style="bold"), Text(_cut(show_lines(value))))
        parts += [Rule(f"row {number:,}", align="left", style="dim"), grid]
    return Group(*parts)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + f"… ({len(text):,} characters)"


def _shorten(text: str, width: int) -> str:
    """The text in at most that many cells; 0 means as it is."""
    if not width or cell_len(text) <= width:
        return text
    prefix = "".join(itertools.islice(text, width))
    return set_cell_size(prefix, width - 1).rstrip() + "…"


def _is_text(kind: str) -> bool:
    return kind.startswith(_TEXT_TYPES) or kind.endswith("[]")
