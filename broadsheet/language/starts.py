"""Rules for sentence starts beside quotation marks, where the treebanks teach little: news is full of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from broadsheet.language.windows import NEWLINE, NO_SPACE, Window, Words

_OPENING = frozenset({'"', "“", "‘", "„", "«", "``"})
_CLOSING = frozenset({'"', "”", "’", "'", "''", "»"})
_FINAL = frozenset({".", "?", "!", "…"})


def mend_starts(starts: NDArray[np.bool_], words: Words, window: Window) -> None:
    """Change a window's sentence starts in place.

    An opening mark after a finished sentence starts one, not the word behind it. After a closing mark none starts
    where a comma stands before it or a lower-case word follows: the speaker belongs to the quote.
    """
    for index in range(1, window.end - window.start):
        word = window.start + index
        before = words.texts[word - 1]
        if words.texts[word] in _OPENING and _opens_sentence(words, word, window.start):
            starts[index] = True
            if index + 1 < window.end - window.start:
                starts[index + 1] = words.spaces[word + 1] == NEWLINE
        elif starts[index] and before in _CLOSING and index > 1 and words.spaces[word] != NEWLINE:
            starts[index] = words.texts[word - 2] != "," and not words.texts[word][:1].islower()


def _opens_sentence(words: Words, word: int, first: int) -> bool:
    """Whether an opening mark follows a final sign (and closing marks) and stands right before a capital."""
    if word + 1 >= len(words.texts) or words.spaces[word] == NO_SPACE or words.spaces[word + 1] != NO_SPACE:
        return False
    before = word - 1
    while before > first and words.texts[before] in _CLOSING:
        before -= 1
    return words.texts[before] in _FINAL and words.texts[word + 1][:1].isupper()
