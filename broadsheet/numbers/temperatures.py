"""Rules for temperatures, whose letters mean much else: kelvin, and C and F without a degree sign."""

from __future__ import annotations

import re

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.tokens import DIGITS
from broadsheet.numbers.units import Unit, UnitMatch

KELVIN = Unit("kelvin", "temperature", 1.0)
ANGLE = Unit("degree", "angle", 0.017453292519943295)

_SCALES = {
    "C": Unit("degree Celsius", "temperature", 1.0),
    "F": Unit("degree Fahrenheit", "temperature", 5 / 9),
}
_LETTER = re.compile(r" ?(?P<sign>[CF])(?![\w/])")
_DEGREE_SIGN = re.compile(r"[°º℃℉]")
_WEATHER = load_word_set("number_contexts", "weather")
_TURNING = load_word_set("number_contexts", "turning")
_LEADS = load_word_set("number_contexts", "before_temperature")
_SEATS = frozenset(
    ["seat", "row", "gate", "flat", "room", "apartment", "unit", "grade", "class", "form", "flight", "stand"]
)
# Temperatures of weather, water and fever by their letter.
_USUAL = {"C": (5, 50), "F": (20, 130)}
# How far before a number other temperatures are looked for.
_CHARS_BEFORE = 40
_TOKENS_BEFORE = 14


@number_rule("temperature", {"near absolute zero": "0 kelvin"})
def absolute_zero(cursor: Cursor, quantity: Quantity) -> bool:
    """The temperature of that name."""
    index = quantity.first - 1
    if quantity.value != 0 or quantity.form != "words" or cursor.lower(index) != "absolute":
        return False
    quantity.unit, quantity.kind = KELVIN, "measure"
    quantity.first, quantity.start_char = index, cursor.tokens[index].start_char
    return True


@number_rule("temperature", {"It boils at 572 °F, 573.15K": "11463/20 kelvin"})
def kelvin_beside_degrees(cursor: Cursor, quantity: Quantity) -> bool:
    """Kelvin, where a degree sign stands before; elsewhere K is a thousand."""
    start, end = quantity.number_start, quantity.number_end
    if quantity.value is None or quantity.scale_text != "k" or cursor.text[end - 1] != "K":
        return False
    if not _DEGREE_SIGN.search(cursor.text[max(start - _CHARS_BEFORE, 0) : start]):
        return False
    quantity.value, quantity.scale_text, quantity.form = quantity.value / 1000, None, "digits"
    quantity.number_end = end - 1
    cursor.take_unit(quantity, UnitMatch(KELVIN, end - 1, end), "measure")
    return True


@number_rule("degrees", {"It was -18C outside": "-18 degree Celsius", "The water was 75F": "75 degree Fahrenheit"})
def letter_of_degrees(cursor: Cursor, quantity: Quantity) -> bool:
    """Degrees Celsius or Fahrenheit by a letter, below zero or beside words of weather and other temperatures."""
    match = _LETTER.match(cursor.text, quantity.end_char)
    if match is None or quantity.value is None or quantity.form != "digits":
        return False
    if not -100 < quantity.value < 200 or not _is_temperature(cursor, quantity, match):
        return False
    unit = UnitMatch(_SCALES[match["sign"]], match.start("sign"), match.end("sign"))
    cursor.take_unit(quantity, unit, "measure")
    return True


def _is_temperature(cursor: Cursor, quantity: Quantity, match: re.Match[str]) -> bool:
    if cursor.lower(quantity.first - 1) in _SEATS:
        return False
    if quantity.value is not None and quantity.value <= 0:
        return True
    if cursor.near(quantity, 10, 8) & _WEATHER or _is_led_to(cursor, quantity, match):
        return True
    is_tied_decimal = (
        quantity.value is not None and quantity.value.denominator != 1 and match.start("sign") == quantity.end_char
    )
    return match["sign"] == "C" and (is_tied_decimal or _has_celsius_before(cursor, quantity))


def _is_led_to(cursor: Cursor, quantity: Quantity, match: re.Match[str]) -> bool:
    """ "was 75F", "hit 31C": a tied letter after a verb or preposition, in the range of weather."""
    low, high = _USUAL[match["sign"]]
    is_usual = quantity.value is not None and low <= quantity.value <= high
    is_tied = match.start("sign") == quantity.end_char
    return (
        is_usual and is_tied and cursor.lower(quantity.first - 1) in _LEADS and not cursor.near(quantity, 5, 2) & _SEATS
    )


def _has_celsius_before(cursor: Cursor, quantity: Quantity) -> bool:
    """ "30C" stands before."""
    tokens, first = cursor.tokens, quantity.first
    for index in range(max(first - _TOKENS_BEFORE, 1), first):
        if tokens[index].lower == "c" and not tokens[index].gap and tokens[index - 1].kind == DIGITS:
            return True
    return False


def resolve_degrees(cursor: Cursor, quantity: Quantity) -> None:
    """Bare degrees are of temperature, beside words of turning of an angle."""
    if quantity.unit is not None and quantity.unit.name == "degree" and cursor.near(quantity, 5, 3) & _TURNING:
        quantity.unit = ANGLE
