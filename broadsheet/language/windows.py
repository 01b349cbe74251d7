"""Words of texts to windows, and windows to batches whose shapes depend only on the windows themselves.

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
"""The kind of space before a word; EDGE is for the special tokens around a window."""

MAX_PIECES = 126
"""Pieces of a window without its two special tokens: at most 128 rows."""
_STEP = 8
_FINAL = frozenset({".", "?", "!", '."', "”", '"', "…", "?!"})
_PAUSES = {";": 1, ":": 2, ",": 3, "–": 3, "—": 3}
_FULL = 5


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text without whitespace, the kind of space before each, and their pieces."""

    texts: list[str]
    spaces: list[int]
    pieces: list[Pieces]


@dataclass(frozen=True, slots=True)
class Window:
    """Words start:end of text number `text`, `rows` pieces and special tokens long."""

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

    Cuts are at a line break once the window is half full, else after the last sentence end; if a sentence is longer
    than a window, after the last semicolon, comma or word of its second half, so that as little as possible is split.
    """
    start, start_sum, total = 0, 0, 0
    marks = [(0, 0)] * (_FULL + 1)
    for index, space in enumerate(words.spaces):
        size = len(words.pieces[index][0])
        if index > start:
            marks[_rank_cut(words, index)] = (index, total)
            while total - start_sum + size > MAX_PIECES or (space == NEWLINE and total - start_sum > MAX_PIECES // 2):
                end, end_sum = _choose_cut(marks, start, start_sum, index, total)
                yield Window(text, start, end, end_sum - start_sum + 2)
                start, start_sum = end, end_sum
        total += size
    if words.texts:
        yield Window(text, start, len(words.texts), total - start_sum + 2)


def _rank_cut(words: Words, index: int) -> int:
    """How bad a cut before a word is: 0 for the end of a line or sentence, _FULL for the inside of a word."""
    before = words.texts[index - 1]
    if words.spaces[index] == NEWLINE or (before in _FINAL and words.texts[index][:1].isupper()):
        return 0
    if words.spaces[index] == NO_SPACE:
        return _FULL
    return _PAUSES.get(before, _FULL - 1)


def _choose_cut(
    marks: Sequence[tuple[int, int]], start: int, start_sum: int, index: int, total: int
) -> tuple[int, int]:
    """The word before which to cut, and the pieces before it."""
    for rank, (end, end_sum) in enumerate(marks):
        if end > start and (rank == 0 or end_sum - start_sum > MAX_PIECES // 2):
            return end, end_sum
    return index, total


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
