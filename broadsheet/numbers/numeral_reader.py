"""Numerals: digits, words and both, read into exact values.

Belongs here: which tokens form one number and its value. Units, bounds and meaning are found around it elsewhere.
"""

from __future__ import annotations

from functools import lru_cache

from broadsheet.numbers.digit_numerals import DigitReader
from broadsheet.numbers.numeral import Numeral, load_number_words
from broadsheet.numbers.tokens import DIGITS, WORD, Token, split_tokens
from broadsheet.numbers.word_numerals import WordReader


class _Reader(DigitReader, WordReader):
    """Reads one numeral from a place in the tokens."""


@lru_cache(maxsize=2)
def scan_text(text: str) -> tuple[list[Token], list[Numeral]]:
    """The tokens of a text and its numerals. Dates and numbers of one text share them, so nobody may change them."""
    tokens = split_tokens(text)
    return tokens, find_numerals(tokens)


def find_numerals(tokens: list[Token]) -> list[Numeral]:
    """Every numeral in order, without overlaps."""
    words = load_number_words()
    starters, signs = words.starters, words.signs
    reader = _Reader(tokens, words)
    found: list[Numeral] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        numeral = None
        if token.kind == DIGITS or token.text in signs:
            numeral = reader.read_digits(index)
        elif token.kind == WORD and token.lower in starters:
            numeral = reader.read_words(index)
        if numeral is None:
            index += 1
        else:
            found.append(numeral)
            index = numeral.last
    return found
