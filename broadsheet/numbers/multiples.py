"""Multiples that are words of their own: "doubled", "twice", "halved", "sixfold"."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import Token

_AFTER_DOUBLE = frozenset(["the", "that", "its", "their", "what", "his", "her", "to", "in", "from"])
# "doubled as a bank", "doubled down" and "the doubles title" say nothing of a multiple.
_NEVER_AFTER = frozenset(["as", "down", "up", "over", "back"])
_AFTER_DOUBLES = _AFTER_DOUBLE | {"every", "at", "by", "when", "if", ".", ","}
_AFTER_TWICE = frozenset(["the", "as", "that", "its", "their", "what", "his", "her"])
# Words that are multiples only before some words: "double the number", but a double room.
_NEEDED_AFTER = {
    **dict.fromkeys(["double", "triple", "treble", "quadruple"], _AFTER_DOUBLE),
    **dict.fromkeys(["doubles", "triples"], _AFTER_DOUBLES),
    **dict.fromkeys(["twice", "thrice"], _AFTER_TWICE),
}


_NOUNS = frozenset(["doubles", "triples"])
_BEFORE_NOUNS = frozenset(["the", "men's", "women's", "mixed", "in", "of", "and", "boys'", "girls'", "wheelchair", "s"])


def find_multiples(text: str, tokens: list[Token], quantities: list[Quantity]) -> list[Quantity]:
    """ "doubled", "twice", "halved": multiples that are words of their own."""
    multiples = _multiples()
    taken = {index for quantity in quantities for index in range(quantity.first, quantity.last)}
    return [
        _make_multiple(index, token, Fraction(multiples[token.lower]).limit_denominator(100))
        for index, token in enumerate(tokens)
        if token.lower in multiples and index not in taken and _is_multiple(tokens, index)
    ]


@cache
def _multiples() -> Mapping[str, float]:
    """The words of the list, and every number word with "fold": "twofold", "hundredfold"."""
    lists = load_words("numbers")
    counts = {**lists["cardinals"], **lists["scales"]}
    folded = {f"{word}fold": value for word, value in counts.items() if value > 1}
    return {**folded, **lists["multiples"]}


def _is_multiple(tokens: list[Token], index: int) -> bool:
    needed = _NEEDED_AFTER.get(tokens[index].lower)
    after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if tokens[index].lower in _NOUNS and index and tokens[index - 1].lower in _BEFORE_NOUNS:
        return False
    return after in needed if needed is not None else after not in _NEVER_AFTER


def _make_multiple(index: int, token: Token, value: Fraction) -> Quantity:
    start, end = token.start_char, token.end_char
    return Quantity(
        index, index + 1, start, end, start, end, "words", value=value, kind="multiple", rule="multiple_word"
    )
