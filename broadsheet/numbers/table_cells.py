"""What a number in a table counts: the heading of its column, else the name of its row.

Belongs here: tables as extraction writes them, a line a row with "|" between the cells. Words beside a number in its
own cell ("2 tins") are read as everywhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.numbers.counted_syntax import Counted, counted_words
from broadsheet.numbers.quantity import Quantity

IN_TABLE = "table"
"""How the heading of a column or the name of a row was found."""
_BAR = "|"
# The headings of a table are looked for at most so many lines above.
_LONGEST_TABLE = 300
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NO_NAMES = frozenset(["n", "a", "tie", "tied", "half"])
_COUNTING = re.compile(r"(?:total\s+)?(?:number|no\.?|count)\s+of\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell without the blanks around it: text[start_char:end_char]."""

    start_char: int
    end_char: int
    text: str

    @property
    def is_name(self) -> bool:
        """Whether a cell holds words and begins with one."""
        words = [word.lower() for word in _WORD.findall(self.text)]
        return self.text[:1].isalpha() and not _NO_NAMES.issuperset(words)


def is_in_cell(text: str, quantity: Quantity) -> bool:
    """Whether a quantity stands in a cell of a table that has no word of its own."""
    start, end = _line_at(text, quantity.start_char)
    if _BAR not in text[start:end]:
        return False
    first = text.rfind(_BAR, start, quantity.start_char)
    last = text.find(_BAR, quantity.end_char, end)
    before = text[start if first < 0 else first + 1 : quantity.start_char]
    after = text[quantity.end_char : end if last < 0 else last]
    words = [word.lower() for word in _WORD.findall(_BRACKETS.sub("", f"{before} {after}"))]
    return _NO_NAMES.issuperset(words)


def find_in_table(text: str, quantity: Quantity) -> Counted | None:
    """The heading of the column of a number, else the name of its row; None where the table has neither."""
    start, end = _line_at(text, quantity.start_char)
    cells = _split(text, start, end)
    column = sum(1 for cell in cells if cell.end_char < quantity.start_char)
    heads = _find_headings(text, start)
    head = heads[column] if len(heads) == len(cells) else None
    if head is None and column:
        head = next((cell for cell in cells[:column] if cell.is_name), None)
    return _make(head) if head is not None else None


def _line_at(text: str, place: int) -> tuple[int, int]:
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end


def _split(text: str, start: int, end: int) -> list[_Cell]:
    """The cells of a line."""
    cells, place = [], start
    for part in text[start:end].split(_BAR):
        first = place + len(part) - len(part.lstrip())
        inner = part.strip()
        cells.append(_Cell(first, first + len(inner), inner))
        place += len(part) + 1
    return cells


def _find_headings(text: str, start: int) -> list[_Cell]:
    """The cells of the first line of a table, where that is another line and all of them are names; else none."""
    first = start
    for _ in range(_LONGEST_TABLE):
        if first == 0:
            break
        before, end = _line_at(text, first - 1)
        if _BAR not in text[before:end]:
            break
        first = before
    cells = _split(text, *_line_at(text, first))
    return cells if first != start and all(cell.is_name for cell in cells) else []


def _make(cell: _Cell) -> Counted | None:
    """The words of a cell without what stands in brackets; "Number of Workers" counts workers."""
    bare = _BRACKETS.split(cell.text)[0].rstrip(" :*†")
    counting = _COUNTING.match(bare)
    skipped = counting.end() if counting else 0
    words = _WORD.findall(bare[skipped:])
    if not words or words[-1].lower() in counted_words("stops"):
        return None
    return Counted(cell.start_char + skipped, cell.start_char + len(bare), words[-1].lower(), IN_TABLE)
