"""Which columns of a wide result fit a screen, and how wide each is.

Belongs here: widths only, in cells of a terminal. Drawing belongs in broadsheet.shell.display.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

# Least widths of words and of names. A few columns that somebody chose are squeezed before any is left out.
_COMFORTABLE, _TIGHT = (16, 8), (9, 8)
_MOST_SQUEEZED = 12
_MOST_NATURAL_WIDTH = 60
# Left edge, and the blanks and rule between two columns.
_EDGE, _BETWEEN = 2, 3
# Columns that a person reads last: hashes, and what only joins or programs use.
_FOR_PROGRAMS = re.compile(r"_ids?$|_sha256$|^minhash$|_key$|^(?:rule|confidence|captured_on|position)$|_char$|_index$")
# A file has its columns in order of weight; these say what a row is about, so they are kept where room is scarce.
_TELLING = re.compile(
    r"^(?:headline|surface|content_text|speaker_name|canonical_name|entity_name|name|value|measure|counted_text|unit|"
    r"published_on|reported_on|as_of|article_count|origin_count|family_count|reason|source_id|text)$"
)


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """One column on the screen: its place in the result and its width in cells."""

    position: int
    width: int


@dataclass(frozen=True, slots=True)
class _Sized:
    position: int
    natural: int
    least: int
    weight: int


def fit_columns(
    names: Sequence[str], cells: Sequence[Sequence[str]], is_text: Sequence[bool], width: int
) -> list[ShownColumn]:
    """The columns to show, in their order, within `width`; all of them where they can be squeezed in.

    cells: rows of texts as they would be shown. A column of words may be squeezed, figures and dates never. Where room
    is scarce, columns that are empty, nested or made for programs go first, then those from the right.

    >>> fit_columns(["surface", "claim_id"], [["a long statement of someone", "0f" * 16]], [True, True], 22)
    [ShownColumn(position=0, width=17)]
    """
    columns = [[row[position] for row in cells] for position in range(len(names))]
    tight = [_size(place, names[place], columns[place], is_text[place], _TIGHT) for place in range(len(names))]
    room = width - _EDGE - sum(column.least + _BETWEEN for column in tight)
    if room >= 0 and len(names) <= _MOST_SQUEEZED:
        return _widen(tight, room)
    chosen: list[_Sized] = []
    room = width - _EDGE
    sized = [_size(place, names[place], columns[place], is_text[place], _COMFORTABLE) for place in range(len(names))]
    for column in sorted(sized, key=lambda column: (column.weight, column.position)):
        if not chosen or column.least + _BETWEEN <= room:
            chosen.append(column)
            room -= column.least + _BETWEEN
    return _widen(sorted(chosen, key=lambda column: column.position), room)


def _size(position: int, name: str, cells: list[str], is_text: bool, least_widths: tuple[int, int]) -> _Sized:
    words_width, name_width = least_widths
    longest = max((cell_len(cell) for cell in cells), default=0)
    natural = min(max(longest, cell_len(name)), _MOST_NATURAL_WIDTH)
    least = max(min(longest, words_width) if is_text else longest, min(cell_len(name), name_width))
    return _Sized(position, natural, min(least, natural), _weigh(name, cells))


def _weigh(name: str, cells: list[str]) -> int:
    """How late the column is given room: 0 for the most telling."""
    if cells and not any(cell not in ("", "[]") for cell in cells):
        return 4
    if all(cell.startswith(("{", "[")) for cell in cells if cell) and cells:
        return 3
    if name != "source_id" and _FOR_PROGRAMS.search(name):
        return 2
    return 0 if _TELLING.match(name) else 1


def _widen(columns: list[_Sized], room: int) -> list[ShownColumn]:
    """Give the room that is left to columns that want more, the narrowest first."""
    widths = {column.position: column.least for column in columns}
    wanting = sorted(columns, key=lambda column: column.natural)
    for index, column in enumerate(wanting):
        share = max(0, room) // (len(wanting) - index)
        given = min(share, column.natural - column.least)
        widths[column.position] += given
        room -= given
    return [ShownColumn(column.position, max(1, widths[column.position])) for column in columns]
