"""Where a group of words around a noun begins and ends, without syntax: "Russian soldiers", "4x4 drivers' unions".

Belongs here: the ends of a group over tokens. Which group a number counts is told in counted.py.
"""

from __future__ import annotations

from broadsheet.numbers.counted_syntax import AFTER_PARTICIPLE, counted_words
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.tokens import WORD, Token, is_tied_to_next, lower_at

# A counted phrase has at most so many words after a number, and so many before a noun of measure.
_LONGEST_AFTER, _LONGEST_BEFORE = 7, 4
_IRREGULAR_PLURALS = frozenset(["people", "children", "men", "women"])


def find_group_end(tokens: list[Token], first: int) -> int:
    """Index after the noun group that begins at `first`: words up to a stop word, verb or sign."""
    index = first
    while index < min(len(tokens), first + _LONGEST_AFTER):
        if index > first and _joins_words(tokens, index):
            index += 2
        elif not _may_stand_in_group(tokens[index]) or (
            index > first and _starts_next(tokens[index - 1], tokens[index])
        ):
            return index
        elif tokens[index].lower.endswith("'s"):
            return max(index, first + 1)
        else:
            index += 1
    return index


def find_group_start(tokens: list[Token], noun: int, low: int) -> int:
    """Index of the first of the words that stand right before a noun, not below `low`."""
    first = noun
    while first > max(low, noun - _LONGEST_BEFORE) and tokens[first].gap and _may_stand_before(tokens[first - 1]):
        first -= 1
    return first


def _may_stand_before(token: Token) -> bool:
    """Whether a word may stand before a noun in its group; "4 million | passengers" are passengers."""
    return _may_stand_in_group(token) and token.lower not in load_words("numbers")["scales"]


def ends_phrase(tokens: list[Token], index: int) -> bool:
    """True where a participle ends its phrase ("soldiers killed since May"), not where it is a verb of its own."""
    after = lower_at(tokens, index + 1)
    return index + 1 >= len(tokens) or tokens[index + 1].kind != WORD or after in AFTER_PARTICIPLE


def _may_stand_in_group(token: Token) -> bool:
    return token.kind == WORD and token.lower not in counted_words("stops")


def _joins_words(tokens: list[Token], index: int) -> bool:
    """A hyphen or apostrophe between two words without blanks."""
    is_tied = is_tied_to_next(tokens, index) and not tokens[index].gap and tokens[index + 1].kind == WORD
    return is_tied and tokens[index].text in "-‐‑'’"


def _starts_next(before: Token, token: Token) -> bool:
    """Whether a word after another begins a new phrase: a participle, or what follows a plural without a capital."""
    if token.lower in counted_words("participles"):
        return True
    is_verb = len(token.lower) > 4 and token.lower.endswith(("ed", "ing"))
    if is_verb and before.lower.endswith("s"):
        return True
    return _is_plural(before) and not token.text[:1].isupper()


def _is_plural(token: Token) -> bool:
    word = token.lower
    if word in _IRREGULAR_PLURALS:
        return True
    is_long = len(word) > 3 and token.text[:1].islower()
    return is_long and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous"))
