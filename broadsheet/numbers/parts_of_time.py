"""Whether "half" and "quarter" are a fraction, or a part of a year, a match or a word: "in the quarter", "half-time".

Belongs here: looking at the words around the two. The fractions themselves are read in word_numerals.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.numeral import HYPHENS
from broadsheet.numbers.tokens import WORD, Token, lower_at

_NAMING = load_word_set("number_contexts", "before_part_of_time")
_AFTER = load_word_set("number_contexts", "after_part_of_word")
_MULTIPLIED = load_word_set("number_contexts", "after_bare_quarter")
_TIMES_AFTER = frozenset(["ago", "earlier", "later"])


def is_bare_fraction(tokens: Sequence[Token], index: int) -> bool:
    """Whether "half" or "quarter" without an article is a fraction: "half of them", not "in the quarter"."""
    before, after = _word_before(tokens, index), _word_after(tokens, index)
    if before in _NAMING or after in _AFTER:
        return False
    if tokens[index].lower == "half":
        return before != "the" or after == "of" or after.isalpha()
    return before != "the" and (after == "of" or after in _MULTIPLIED)


def is_fraction_after_article(tokens: Sequence[Token], index: int) -> bool:
    """Whether "half" or "quarter" after "a" is a fraction: "by a quarter", not "a quarter-final", "in a quarter"."""
    after = _word_after(tokens, index)
    if after in _AFTER or after in _TIMES_AFTER:
        return False
    return lower_at(tokens, index - 2) != "in" or after == "of" or after in _MULTIPLIED


def are_parts(top: int, bottom: int) -> bool:
    """Whether so many halves or quarters are a fraction: three quarters, but not eight quarters or two halves.

    >>> are_parts(3, 4), are_parts(2, 4)
    (True, False)
    """
    return top in (1, 3) if bottom == 4 else (top, bottom) != (2, 2)


def _word_before(tokens: Sequence[Token], index: int) -> str:
    """The word before, past a hyphen that ties it: "first-half profit"."""
    before = lower_at(tokens, index - 1)
    return lower_at(tokens, index - 2) if before in HYPHENS and not tokens[index].gap else before


def _word_after(tokens: Sequence[Token], index: int) -> str:
    """The word after, past a hyphen that ties it: "half-time"."""
    after = lower_at(tokens, index + 1)
    is_tied = after in HYPHENS and index + 2 < len(tokens) and tokens[index + 2].kind == WORD
    return lower_at(tokens, index + 2) if is_tied else after
