"""Units and currencies beside a number: which unit, its dimension, SI factor or ISO code.

Belongs here: the unit lexicon and matching it to text. The lists are lang/en/units.toml and currencies.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.tokens import Token

_PREFIXES = {
    "k": ("kilo", 1e3), "M": ("mega", 1e6), "G": ("giga", 1e9), "T": ("tera", 1e12), "P": ("peta", 1e15),
    "h": ("hecto", 1e2), "d": ("deci", 1e-1), "c": ("centi", 1e-2), "m": ("milli", 1e-3), "µ": ("micro", 1e-6),
    "n": ("nano", 1e-9), "p": ("pico", 1e-12), "f": ("femto", 1e-15),
}  # fmt: skip
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure or of money. si is the factor to the SI unit; currency an ISO code where it is sure."""

    name: str
    dimension: str
    si: float | None = None
    currency: str | None = None
    ambiguous: str | None = None


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit found in a text, with the place of its words."""

    unit: Unit
    start_char: int
    end_char: int


@cache
def _units() -> tuple[dict[tuple[str, ...], Unit], dict[str, Unit]]:
    """Units by their words (lower case tokens) and by their symbols."""
    words: dict[tuple[str, ...], Unit] = {}
    symbols: dict[str, Unit] = {}
    for dimension, section in load_words("units").items():
        for name, entry in section.items():
            if name == "si":
                continue
            for unit, names, signs in _with_prefixes(name, dimension, entry):
                for word in names:
                    words.setdefault(split_phrase(word), unit)
                for sign in signs:
                    symbols.setdefault(sign, unit)
    return words, symbols


def split_phrase(phrase: str) -> tuple[str, ...]:
    """A name of a unit as lower-case tokens."""
    return tuple(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]*)?|[^\s\w]", phrase.lower().replace("-", " ")))


def _with_prefixes(name: str, dimension: str, entry: dict[str, Any]) -> Iterator[tuple[Unit, list[str], list[str]]]:
    yield Unit(name, dimension, float(entry["si"])), entry["words"], entry["symbols"]
    for letter in entry.get("prefixes", ""):
        prefix, factor = _PREFIXES[letter]
        unit = Unit(prefix + name, dimension, float(entry["si"]) * factor)
        signs = [letter + sign for sign in entry["symbols"]]
        if letter == "µ":
            signs += ["u" + sign for sign in entry["symbols"]] + ["μ" + sign for sign in entry["symbols"]]
        yield unit, [prefix + word for word in entry["words"]], signs


@cache
def _symbol_pattern() -> re.Pattern[str]:
    signs = sorted(_units()[1], key=len, reverse=True)
    return re.compile(
        r"(?P<gap>[ \u00a0\u202f-]?)(?P<open>[(\[{<]?)(?P<sign>" + "|".join(map(re.escape, signs)) + r")(?![\w²³^])"
    )


def find_unit_name(tokens: list[Token], index: int) -> tuple[UnitMatch, int] | None:
    """A unit written in words that begins at a token, hyphens between its words or not."""
    words = _units()[0]
    parts: list[str] = []
    best: tuple[UnitMatch, int] | None = None
    at = index
    while at < len(tokens) and len(parts) < _LONGEST and at - index < 2 * _LONGEST:
        token = tokens[at]
        if token.lower == "-" and parts and not token.gap:
            at += 1
            continue
        parts.append(token.lower)
        unit = words.get(tuple(parts))
        if unit:
            best = UnitMatch(unit, tokens[index].start_char, token.end_char), at + 1
        at += 1
    return best


def find_symbol(text: str, end: int) -> tuple[UnitMatch, bool] | None:
    """A unit symbol right after a number, and whether it is tied to it ("5km", "12 MW")."""
    match = _symbol_pattern().match(text, end)
    if match is None:
        return None
    unit = _units()[1][match["sign"]]
    stop = match.end("sign")
    if match["open"]:
        if text[stop : stop + 1] not in ")]}>" or not text[stop : stop + 1]:
            return None
        stop += 1
    return UnitMatch(unit, match.start("open") if match["open"] else match.start("sign"), stop), not match["gap"]


def find_unit_by_name(name: str) -> Unit | None:
    """The unit of a singular name in British English, such as "kilometre per hour"; None where it is not listed."""
    return _units()[0].get(split_phrase(name))
