"""Numerals of a language that has no grammar of numbers here: digits with the marks of the language, and listed words.

Belongs here: where a numeral stands and its value. What it measures is decided in by_signs.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from broadsheet.cldr import SPACES, Signs

_MARKS = ".,'’٫٬\u00a0\u202f\u2009"
# Letters of the Latin script before figures make a name ("A380"); other scripts write words right beside figures.
_START = r"(?<![A-Za-zÀ-ɏ_\d])(?<!\d[.,:/-])(?<![A-Za-zÀ-ɏ][-‑])"
_MOST_DIGITS = 15
# Thousands in threes, or as in India: 1,00,000.
_GROUPED = re.compile(r"0{1,3}(?: 000)+|0{1,2}(?: 00)+ 000")
# What every language reads alike: two kinds of marks, the second once; one mark before two groups or more.
_TWO_MARKS = re.compile(r"(\d{1,3}(?:,\d{3})+)\.(\d+)|(\d{1,3}(?:\.\d{3})+),(\d+)")
_TWO_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,}")
_ADDRESS_PARTS, _HIGHEST_PART = 4, 255


@dataclass(frozen=True, slots=True)
class SignNumeral:
    """A numeral: half-open span; value is None where the marks cannot be read for sure ("1.5" in German)."""

    start_char: int
    end_char: int
    value: float | None
    is_word: bool = False


def find_numerals(text: str, signs: Signs | None, words: Mapping[str, int]) -> Iterator[SignNumeral]:
    """Numerals in order of place; `words` gives number words with their values."""
    for match in _compile(bool(signs and signs.groups_by_space), tuple(words)).finditer(text):
        if match["word"]:
            yield SignNumeral(match.start(), match.end(), float(words[match["word"].lower()]), is_word=True)
            continue
        yield SignNumeral(match.start(), match.end(), read_value(match["digits"], signs))


@cache
def _compile(by_space: bool, words: tuple[str, ...]) -> re.Pattern[str]:
    spaced = rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|" if by_space else ""
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"{_START}(?P<digits>{spaced}\d+(?:[{_MARKS}]\d+)*)|(?<!\w)(?P<word>(?i:{listed}))(?!\w)")


def read_value(digits: str, signs: Signs | None) -> float | None:
    """The value of digits with marks; None where they leave a doubt, or where they are too many.

    Marks are read as the language writes them, else where every language reads them alike.

    >>> from broadsheet.cldr import load_signs
    >>> read_value("1.234,5", load_signs("de")), read_value("1.5", load_signs("de")), read_value("1.234", None)
    (1234.5, None, None)
    >>> read_value("1,234.5", load_signs("de")), read_value("1.234.500", None)
    (1234.5, 1234500.0)
    """
    if sum(char.isdigit() for char in digits) > _MOST_DIGITS:
        return None
    value = _read_as_written(digits, signs)
    return _read_alike(digits) if value is None else value


def _read_alike(digits: str) -> float | None:
    """The value of digits whose marks mean the same in every language; no address of a computer ("192.168.100.200")."""
    if two := _TWO_MARKS.fullmatch(digits):
        whole, fraction = (two[1], two[2]) if two[1] else (two[3], two[4])
        return float(f"{re.sub('[.,]', '', whole)}.{fraction}")
    parts = re.split("[.,]", digits)
    may_be_address = len(parts) == _ADDRESS_PARTS and all(
        int(part) <= _HIGHEST_PART for part in parts if part.isdigit()
    )
    return float("".join(parts)) if _TWO_GROUPS.fullmatch(digits) and not may_be_address else None


def _read_as_written(digits: str, signs: Signs | None) -> float | None:
    if digits.isdigit():
        return float(int(digits))
    decimal = signs.decimal if signs else ""
    whole, mark, fraction = digits.rpartition(decimal) if decimal and digits.count(decimal) == 1 else (digits, "", "")
    if mark and not fraction.isdigit():
        return None
    joined = _join_groups(whole, signs)
    if joined is None:
        return None
    return float(f"{int(joined)}.{''.join(str(int(char)) for char in fraction)}") if mark else float(joined)


def _join_groups(whole: str, signs: Signs | None) -> int | None:
    """The figure without the marks between its thousands (or, as in India, between its hundred thousands)."""
    if whole.isdigit():
        return int(whole)
    marks = {char for char in whole if not char.isdigit()}
    allowed = signs.groups if signs else frozenset("\u00a0\u202f\u2009'’")
    if len(marks) != 1 or not marks <= allowed:
        return None
    parts = whole.split(marks.pop())
    return int("".join(parts)) if _GROUPED.fullmatch(" ".join("0" * len(part) for part in parts)) else None
