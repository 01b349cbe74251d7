"""`broadsheet show ID`: the evidence of a row in a terminal.

Belongs here: the same answers as on the pages, as lines of text. Nothing that a page of the press wrote steers the
terminal.
"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from broadsheet.browse.links import Links
from broadsheet.browse.marks import Stretch
from broadsheet.browse.pages import Page, find_page, make_page
from broadsheet.browse.render import join_parts, plural
from broadsheet.browse.store import Answer, Warehouse
from broadsheet.errors import SettingsError
from broadsheet.settings import Settings
from broadsheet.shell.values import show_lines, show_value
from broadsheet.shell.visible import make_visible

_STYLES = {
    "claim": "on yellow", "content": "on yellow", "number": "bold green", "cue": "bold green", "name": "underline blue",
    "source": "underline blue", "date": "magenta", "target": "magenta", "hit": "reverse",
}  # fmt: skip
# Rows of a list on one page of a terminal.
_SHOWN_ROWS = 15
_SHOWN_COLUMNS = 5


def show_row(settings: Settings, row_id: str) -> None:
    """Print the page on which a row stands. Raises SettingsError where the release has no such row."""
    asker = Warehouse(settings).open_asker()
    found = find_page(asker, row_id)
    asker.answers.clear()
    page = make_page(asker, found[0], found[1]) if found else None
    if found is None or page is None:
        raise SettingsError(f"No row of the release has the id {row_id}. Ids stand in the columns that end in _id.")
    console = Console()
    print_page(console, page, asker.answers, found[2] or row_id)
    to = Links().to(*found)
    console.print(f"In the browser: broadsheet browse, then {to}", markup=False, highlight=False, soft_wrap=True)


def print_page(console: Console, page: Page, answers: list[Answer], row_id: str | None = None) -> None:
    """Print a page: its text with the facts marked where it has one, then the rows of each query it asked."""
    whole = join_parts(page.shown["claim"]["content_text"]) if "claim" in page.shown else page.title
    console.print(Text(make_visible(whole), style="bold"))
    for block in page.shown.get("blocks", []):
        if not block.is_boilerplate:
            console.print(_mark(block.stretches, row_id))
            console.print()
    if "place" in page.shown:
        console.print(_mark(page.shown["place"], row_id))
        console.print()
    for answer in answers:
        if answer.rows and answer.name not in ("article_paragraphs", "release"):
            console.print(Text(f"{answer.about} {plural(len(answer.rows), 'row')}", style="bold"))
            console.print(_list(answer.rows) if len(answer.rows) > 1 else _describe(answer.rows[0]))


def _mark(stretches: list[Stretch], row_id: str | None) -> Text:
    text = Text()
    for piece in stretches:
        is_asked = any(mark.row_id == row_id for mark in piece.marks)
        style = "reverse" if is_asked else " ".join(_STYLES[kind] for kind in piece.kinds)
        text.append(make_visible(piece.text, keep="\n"), style=style)
    return text


def _describe(row: dict[str, Any]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in row.items():
        if value is not None and value != [] and name != "text":
            table.add_row(Text(name, style="dim"), Text(show_lines(value)))
    return table


def _list(rows: list[dict[str, Any]]) -> Table:
    """The first columns that hold something; ids, keys and offsets stand on the pages."""
    names = [name for name in rows[0] if not name.endswith(("_id", "_char", "_key")) and any(row[name] for row in rows)]
    shown = names[:_SHOWN_COLUMNS]
    table = Table(*shown, header_style="bold", pad_edge=False)
    for row in rows[:_SHOWN_ROWS]:
        table.add_row(*(Text(show_value(row[name])) for name in shown))
    if len(rows) > _SHOWN_ROWS:
        table.caption = f"and {len(rows) - _SHOWN_ROWS:,} more"
    return table
