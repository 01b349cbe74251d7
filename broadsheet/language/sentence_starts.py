"""Rules for sentence starts next to quotation marks and full stops: frequent in news, rare in the treebanks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from broadsheet.language.abbreviations import starts_after_full_stop
from broadsheet.language.windows import NEWLINE, NO_SPACE, Window, Words

_OPENING = frozenset({'"', "“", "‘", "„", "«", "``"})
_CLOSING = frozenset({'"', "”", "’", "'", "''", "»"})
_FINAL = frozenset({".", "?", "!", "…"})


def correct_sentence_starts(starts: NDArray[np.bool_], words: Words, window: Window) -> None:
    """Change a window's sentence starts in place.

    An opening mark after a complete sentence starts a new one, not the word after the mark. After a closing mark no
    sentence starts if a comma comes before it or a lower-case word follows: the speaker belongs to the quotation. After
    an abbreviation a sentence starts only where the next word begins one.
    """
    for index in range(1, window.end - window.start):
        word = window.start + index
        before = words.texts[word - 1]
        if words.texts[word] in _OPENING and _opens_sentence(words, word, window.start):
            starts[index] = True
            if index + 1 < window.end - window.start:
                starts[index + 1] = words.spaces[word + 1] == NEWLINE
        elif before[-1:] == ".":
            after = starts_after_full_stop(words, word, window.start)
            starts[index] = starts[index] if after is None else after
        elif starts[index] and before in _CLOSING and index > 1:
            starts[index] = words.spaces[word] == NEWLINE or _follows_quotation(words, word)


def _follows_quotation(words: Words, word: int) -> bool:
    """Whether a sentence starts after a closing mark."""
    return words.texts[word - 2] != "," and not words.texts[word][:1].islower()


def _opens_sentence(words: Words, word: int, first: int) -> bool:
    """Whether an opening mark follows final punctuation (and closing marks) and precedes a capital directly."""
    if word + 1 >= len(words.texts) or words.spaces[word] == NO_SPACE or words.spaces[word + 1] != NO_SPACE:
        return False
    before = word - 1
    while before > first and words.texts[before] in _CLOSING:
        before -= 1
    return words.texts[before] in _FINAL and words.texts[word + 1][:1].isupper()
