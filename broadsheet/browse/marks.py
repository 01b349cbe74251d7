"""A text cut into stretches, each with the facts that cover it.

Belongs here: offsets alone. Facts may overlap, as a name and a figure inside a statement, and HTML elements may not, so
the text is cut wherever a fact begins or ends.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One fact in a text: its kind (claim, number, name, date, hit), the id of its row and its half-open span."""

    kind: str
    row_id: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text between two cuts. marks: those that cover it; begins: those of them that begin here."""

    text: str
    start_char: int
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that cover it, each once, in alphabetical order."""
        return tuple(sorted({mark.kind for mark in self.marks}))


def cut_text(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Stretch]:
    """The text from `start` to `end` in stretches; joined they are that text again.

    Marks that lie outside are left out, those that cross a border are cut there.

    >>> [piece.text for piece in cut_text("Two boats sank", 0, 14, [Mark("number", "n", 0, 3)])]
    ['Two', ' boats sank']
    """
    inside = [mark for mark in marks if mark.start_char < end and mark.end_char > start]
    cuts = {start, end}
    for mark in inside:
        cuts |= {max(mark.start_char, start), min(mark.end_char, end)}
    order = sorted(inside, key=lambda mark: mark.start_char)
    places = sorted(cuts)
    pieces: list[Stretch] = []
    covering: list[Mark] = []
    upcoming = 0
    for left, right in itertools.pairwise(places):
        covering = [mark for mark in covering if mark.end_char > left]
        begins: list[Mark] = []
        while upcoming < len(order) and order[upcoming].start_char <= left:
            begins.append(order[upcoming])
            upcoming += 1
        covering += begins
        first = tuple(mark for mark in begins if mark.start_char >= start or left == start)
        pieces.append(Stretch(text[left:right], left, tuple(covering), first))
    return pieces


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its kind and its stretches."""

    kind: str
    is_boilerplate: bool
    boilerplate_kind: str | None
    stretches: list[Stretch]


def cut_blocks(text: str, paragraphs: Iterable[dict[str, object]], marks: Sequence[Mark]) -> list[Block]:
    """The paragraphs of a text in order, each cut into stretches; all marks are looked at once.

    A text without paragraphs is one block.
    """
    spans = [
        (int(str(row["start_char"])), int(str(row["end_char"])), row) for row in paragraphs
    ] or [(0, len(text), {})]  # fmt: skip
    order = sorted(marks, key=lambda mark: mark.start_char)
    blocks: list[Block] = []
    waiting: list[Mark] = []
    upcoming = 0
    for start, end, row in spans:
        waiting = [mark for mark in waiting if mark.end_char > start]
        while upcoming < len(order) and order[upcoming].start_char < end:
            waiting.append(order[upcoming])
            upcoming += 1
        boilerplate_kind = row.get("boilerplate_kind")
        blocks.append(
            Block(
                str(row.get("kind") or "paragraph"),
                bool(row.get("is_boilerplate")),
                str(boilerplate_kind) if boilerplate_kind else None,
                cut_text(text, start, end, waiting),
            )
        )
    return blocks
