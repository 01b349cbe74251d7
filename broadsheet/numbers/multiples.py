"""Multiples that are words of their own: "doubled", "twice", "halved"."""

from __future__ import annotations

from fractions import Fraction

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import Token

_BEHIND_DOUBLE = frozenset(["the", "that", "its", "their", "what", "his", "her", "to", "in", "from"])

_BEHIND_TWICE = frozenset(["the", "as", "that", "its", "their", "what", "his", "her"])


def find_multiples(text: str, tokens: list[Token], quantities: list[Quantity]) -> list[Quantity]:
    """ "doubled", "twice", "halved": multiples that are words of their own."""
    multiples = load_words("numbers")["multiples"]
    taken = {index for quantity in quantities for index in range(quantity.first, quantity.last)}
    found = []
    for index, token in enumerate(tokens):
        if token.lower not in multiples or index in taken:
            continue
        after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        if token.lower in ("double", "triple", "treble", "quadruple") and after not in _BEHIND_DOUBLE:
            continue
        if token.lower in ("twice", "thrice") and after not in _BEHIND_TWICE:
            continue
        value = Fraction(multiples[token.lower]).limit_denominator(100)
        found.append(
            Quantity(
                index,
                index + 1,
                token.start_char,
                token.end_char,
                token.start_char,
                token.end_char,
                "words",
                value=value,
                kind="multiple",
                rule="multiple_word",
            )
        )
    return found
