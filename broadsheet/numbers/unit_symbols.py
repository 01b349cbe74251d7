"""Whether a short symbol after a number is a unit, or a word or a name: what must hold for each symbol."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.short_scales import counts_people, is_in_millions
from broadsheet.numbers.units import UnitMatch

_AFTER_INCH = re.compile(r"\.?\s*$|\.?\)|\s(?:thick|long|tall|wide|deep|high|x|by|×)\b|\.\s[A-Z\n]")
_POUNDS = re.compile(r"\s?\d{1,2}\s?lbs?\b")
# "3170 W. County Road 600": a direction, with the words of a street after it.
_STREET = re.compile(r"\.?[ ](?:[A-Z][a-z]+[ ]){1,3}")
_BRACKETS = "()[]{}<>"
_DIGIT_FORMS = frozenset(["digits", "fraction", "mixed"])
_LIMITS = frozenset(["over", "under"])
_BEFORE_LENGTH = frozenset(["in", "of", "for", "by", "just", "well", "was", "took", "from", "to", "and"])
_JOINING = frozenset(["and", "or", "to", ","])
_STREETS = load_word_set("counted", "streets")
_BEFORE_TENS = load_word_set("number_contexts", "before_tens_of_years")
# A quotation that closes after a number was opened on its line, at most this far before it.
_QUOTE_REACH = 400
# How much of the text after "in" says whether it is the unit.
_INCH_REACH = 12


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol after a quantity. is_tied: no blank stands between."""

    cursor: Cursor
    quantity: Quantity
    match: UnitMatch
    is_tied: bool

    @property
    def sign(self) -> str:
        return self.cursor.text[self.match.start_char : self.match.end_char].strip(_BRACKETS)


def is_symbol(symbol: Symbol) -> bool:
    """Short symbols are units only where nothing speaks for a word or a name."""
    sign = symbol.sign
    if _is_tied_to_word(symbol) or (sign not in _MAY_OPEN_RANGE and _opens_range(symbol)):
        return False
    return all(test(symbol) for test in _TESTS.get(sign, ()))


def _is_tied_to_word(symbol: Symbol) -> bool:
    """ "A4 s", "Covid-19 m": the number itself is a part of a word."""
    text, start = symbol.cursor.text, symbol.quantity.start_char
    before = text[max(start - 1, 0) : start]
    if before.isalnum() or before == "_":
        return True
    is_unsigned = start == symbol.quantity.number_start
    return is_unsigned and before == "-" and text[max(start - 2, 0) : start - 1].isalpha()


def _opens_range(symbol: Symbol) -> bool:
    """ "5m-6": the letter belongs to a code."""
    text, end = symbol.cursor.text, symbol.match.end_char
    return text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit()


def _is_in_digits(symbol: Symbol) -> bool:
    return symbol.quantity.form in _DIGIT_FORMS


def _is_not_in_words(symbol: Symbol) -> bool:
    return symbol.quantity.form != "words"


def _has_no_scale(symbol: Symbol) -> bool:
    return not symbol.quantity.scale_text


def _is_tied_or_fraction(symbol: Symbol) -> bool:
    return symbol.is_tied or symbol.quantity.form == "fraction"


def _is_tied_or_before_pounds(symbol: Symbol) -> bool:
    """ "13st", "13 st 4 lb"; "5 st" alone may be a street."""
    return _is_tied_or_fraction(symbol) or _POUNDS.match(symbol.cursor.text, symbol.match.end_char) is not None


def _precedes_street(symbol: Symbol) -> bool:
    """Whether capitalised words follow that end in one of streets: "5 W. County Road"."""
    text, end = symbol.cursor.text, symbol.match.end_char
    following = _STREET.match(text, end)
    return following is not None and not _STREETS.isdisjoint(following[0].lower().strip(". ").split()[1:])


def _is_tied_or_ends(symbol: Symbol) -> bool:
    """ "5 W Main Street": a letter alone before a word is an initial or a direction."""
    end = symbol.match.end_char
    if _precedes_street(symbol):
        return False
    following = symbol.cursor.text[end : end + _INCH_REACH].lstrip()
    return symbol.is_tied or not following[:1].isalpha()


def _is_no_million(symbol: Symbol) -> bool:
    """ "5m people" counts millions."""
    cursor, end = symbol.cursor, symbol.match.end_char
    return not symbol.is_tied or not (counts_people(cursor, end) or is_in_millions(cursor, symbol.quantity))


def _is_no_plural(symbol: Symbol) -> bool:
    """ "the 1990s" is a decade, "Boeing 737s" are aeroplanes."""
    value = symbol.quantity.value or 0
    if symbol.is_tied and ((value >= 100 and _follows_capital(symbol)) or _counts_ages(symbol)):
        return False
    if symbol.is_tied and 1000 <= value <= 2100:
        return value % 10 != 0
    return not _opens_range(symbol)


def _counts_ages(symbol: Symbol) -> bool:
    """ "in his 60s", "their 20s and 30s", "the over 50s": tens of years or people of an age, no seconds."""
    cursor, first = symbol.cursor, symbol.quantity.first
    before, ahead = cursor.lower(first - 1), cursor.lower(first - 2)
    if before in _LIMITS:
        return ahead not in _BEFORE_LENGTH
    if before == "-" and ahead in _LIMITS:
        return True
    is_joined = before in _JOINING and ahead == "s" and not cursor.tokens[first - 2].gap
    return (symbol.quantity.value or 0) % 10 == 0 and (before in _BEFORE_TENS or is_joined)


def _follows_capital(symbol: Symbol) -> bool:
    first = symbol.quantity.first
    return first > 1 and symbol.cursor.tokens[first - 1].text[:1].isupper()


def _ends_like_inch(symbol: Symbol) -> bool:
    """ "2 in" at the end of a sentence or before a word of size."""
    end = symbol.match.end_char
    return _AFTER_INCH.match(symbol.cursor.text[end : end + _INCH_REACH]) is not None


def _is_tied_to_number(symbol: Symbol) -> bool:
    return symbol.match.start_char == symbol.quantity.number_end


def _closes_no_quotation(symbol: Symbol) -> bool:
    """ "He is 9" on its line opened before: the sign is a closing quotation mark."""
    text, start = symbol.cursor.text, symbol.quantity.number_start
    reach = max(start - _QUOTE_REACH, 0)
    line = text.rfind("\n", reach, start) + 1
    return text.count('"', max(line, reach), start) % 2 == 0


Test = Callable[[Symbol], bool]
# What must hold for a symbol that is a word or a letter of other meaning too; others are units anywhere.
_TESTS: dict[str, tuple[Test, ...]] = {
    "m": (_is_in_digits, _is_no_million),
    "g": (_is_in_digits, _has_no_scale),
    "t": (_is_in_digits, _has_no_scale),
    "l": (_is_in_digits,),
    "L": (_is_in_digits,),
    "h": (_is_in_digits, _is_tied_or_fraction),
    "s": (_is_in_digits, _has_no_scale, _is_tied_or_fraction, _is_no_plural),
    "st": (_is_in_digits, _has_no_scale, _is_tied_or_before_pounds),
    "W": (_is_in_digits, _is_tied_or_ends),
    "V": (_is_in_digits, _is_tied_or_ends),
    "J": (_is_in_digits, _is_tied_or_fraction, _is_tied_or_ends),
    "in": (_is_in_digits, _ends_like_inch),
    '"': (_is_tied_to_number, _closes_no_quotation),
    "″": (_is_tied_to_number,),
    **dict.fromkeys(
        ["ft", "rad", "mb", "MT", "MP", "ha", "min", "ms", "NM", "cal", "kn", "cc", "ct", "HP"], (_is_not_in_words,)
    ),
}
_MAY_OPEN_RANGE = frozenset(["in", '"', "″", "s"])
