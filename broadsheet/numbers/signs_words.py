"""The phrases beside figures of a language that has no grammar of numbers here, from CLDR and from its short list.

Belongs here: gathering them by what they say. Reading a text with them belongs in by_signs.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from broadsheet.basics import NumberBasics, load_basics
from broadsheet.cldr import CODES, Signs, load_signs
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.listed_phrases import ListedPhrases


@dataclass(frozen=True, slots=True)
class SignWords:
    """The phrases of one language and country by what they say; any may be empty."""

    scale: ListedPhrases
    unit: ListedPhrases
    money: ListedPhrases
    percent: ListedPhrases
    points: ListedPhrases
    age: ListedPhrases
    bounds: tuple[tuple[ListedPhrases, str], ...]
    range: frozenset[str]
    between: ListedPhrases
    between_and: str
    designation: ListedPhrases
    ordinal: ListedPhrases
    minus: ListedPhrases


def find_factor(signs: Signs | None, basics: NumberBasics, word: str) -> float:
    """What a scale word multiplies by."""
    return basics.scales.get(word) or (signs.scales[word] if signs else 1.0)


@cache
def name_currency(code: str | None) -> str | None:
    """The unit of an amount, as the English list names it."""
    listed = load_words("currencies")["codes"]
    return listed[code]["name"] if code in listed else code


@cache
def gather_words(language: str, country: str | None) -> SignWords:
    """The phrases of a language, in one country where that matters: CLDR's and those of its list."""
    signs, basics = load_signs(language, country), load_basics(language).numbers
    bounds = [(phrase, bound) for bound, phrases in basics.bounds.items() for phrase in phrases]
    bounds.sort(key=lambda item: -len(item[0]))
    return SignWords(
        scale=ListedPhrases((*(signs.scales if signs else ()), *basics.scales)),
        unit=ListedPhrases((*(signs.units if signs else ()), *basics.units)),
        money=ListedPhrases((*(signs.currencies if signs else CODES), *basics.currencies)),
        percent=ListedPhrases(signs.percents if signs else ("%",)),
        points=ListedPhrases(basics.percentage_points),
        age=ListedPhrases((*basics.ages, *basics.age_suffixes)),
        bounds=tuple((ListedPhrases([phrase]), bound) for phrase, bound in bounds),
        range=frozenset(basics.range),
        between=ListedPhrases([basics.between]),
        between_and=basics.between_and,
        designation=ListedPhrases(basics.designations),
        ordinal=ListedPhrases(basics.ordinal_before),
        minus=ListedPhrases(basics.minus),
    )
