"""Words of texts to windows, and windows to batches whose shapes depend on nothing but the windows themselves.

A window's padded shape is a function of its own length, and a batch holds windows of one shape. Sums over padded rows
therefore run over the same number of elements whatever else is in the batch, and a text gets the same scores with any
batch mates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.language.pieces import Pieces

NO_SPACE, SPACE, NEWLINE, EDGE = 0, 1, 2, 3
"""What stands before a word; EDGE is for the marks around a window."""

MAX_PIECES = 126
"""Pieces of a window without its two marks: 128 rows at most."""
_STEP = 8
_FINAL = frozenset({".", "?", "!", '."', "”", '"', "…", "?!"})


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text without blanks, what stands before each, and their pieces."""

    texts: list[str]
    spaces: list[int]
    pieces: list[Pieces]


@dataclass(frozen=True, slots=True)
class Window:
    """Words start:end of text number `text`, `rows` pieces and marks long."""

    text: int
    start: int
    end: int
    rows: int

    @property
    def shape(self) -> tuple[int, int]:
        """Padded rows and words."""
        return _round_up(self.rows), _round_up(self.end - self.start)


def cut_windows(words: Words, text: int = 0) -> Iterator[Window]:
    """Cut a text's words into windows of at most MAX_PIECES pieces.

    Cuts fall at a line end once half is full, else after the last sentence end, else where the window is full.
    """
    start = cut = 0
    count = since_cut = 0
    for index, (word, space) in enumerate(zip(words.texts, words.spaces, strict=True)):
        size = len(words.pieces[index][0])
        if index > start:
            if space == NEWLINE or (words.texts[index - 1] in _FINAL and word[:1].isupper()):
                cut, since_cut = index, 0
            if count + size > MAX_PIECES or (space == NEWLINE and count > MAX_PIECES // 2):
                end = cut if cut > start else index
                kept = since_cut if cut > start else 0
                yield Window(text, start, end, count - kept + 2)
                start, count = end, kept
        count += size
        since_cut += size
    if words.texts:
        yield Window(text, start, len(words.texts), count + 2)


def group_windows(windows: Sequence[Window], budget: int) -> Iterator[list[Window]]:
    """Windows of one padded shape together, about `budget` padded pieces a batch."""
    groups: dict[tuple[int, int], list[Window]] = defaultdict(list)
    for window in windows:
        groups[window.shape].append(window)
    for (rows, _), group in sorted(groups.items()):
        size = max(1, budget // rows)
        for first in range(0, len(group), size):
            yield group[first : first + size]


def _round_up(length: int) -> int:
    return -(-length // _STEP) * _STEP
