"""Rules for measures printed with signs inside: 6'2", 5-foot-11, 3h 20m, 4m 12s, 54° 20' N.

Belongs here: one measure whose parts are tied by signs or single letters. Parts with their units in words are joined
in compounds.py, times with colons in clock_times.py.
"""

from __future__ import annotations

import re
from fractions import Fraction

from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.temperatures import ANGLE
from broadsheet.numbers.units import Unit, UnitMatch

_FOOT = Unit("foot", "length", 0.3048)
_HOUR = Unit("hour", "time", 3600.0)
_MINUTE = Unit("minute", "time", 60.0)
_FEET_MARK = re.compile(r"['’′] ?(?P<inches>\d{1,2}(?:\.\d)?)(?P<sign>½?(?:\"|”|″|''|’’)?)(?![\w'’])")
_FOOT_HYPHEN = re.compile(r"-(?:foot|feet|ft)-(?P<inches>\d{1,2})(?:-inch(?:es)?)?(?![\w-])")
_FEET_BARE = re.compile(r" ?ft\.? ?(?P<inches>\d{1,2})(?![\w.,%]|\d| ?(?:in|ins|inch|inches|ft|cm|m|lb|st)\b)")
_HOURS = re.compile(
    r"\s?(?:h|hrs?)\.?\s?(?P<minutes>[0-5]?\d)\s?(?:m|mins?)(?![\w/²³])(?:\s?(?P<seconds>[0-5]?\d(?:\.\d+)?)\s?(?:s|secs?)(?!\w))?"
)
_MINUTES = re.compile(r"\s?m(?:ins?)?\s?(?P<seconds>[0-5]?\d(?:\.\d+)?)\s?(?:s|secs?)(?!\w)")
_DEGREES = re.compile(
    r"\s?[°º]\s?(?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s?['’′]\s?(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s?(?:[\"”″]|''|’’)\s?)?[NSEWnsew]?\b|[NSEW]\b)"
)
_HEIGHTS = range(3, 9)
_LONGEST_FEET = 100


def _is_plain(quantity: Quantity) -> bool:
    """Whole digits above nothing, without a scale."""
    value = quantity.value
    is_whole = quantity.form == "digits" and value is not None and value.denominator == 1 and value > 0
    return is_whole and not quantity.scale_text


def _take(cursor: Cursor, quantity: Quantity, unit: Unit, part: Fraction, end: int) -> bool:
    """Give a quantity the unit of its first number and add the part that is printed after it."""
    quantity.value = (quantity.value or Fraction(0)) + part
    quantity.rule = "compound"
    cursor.take_unit(quantity, UnitMatch(unit, quantity.number_end, end), "measure")
    return True


@number_rule("compact measure", {"The 6'2\" keeper": "37/6 foot", "She is 5’7” tall": "67/12 foot"})
def feet_by_mark(cursor: Cursor, quantity: Quantity) -> bool:
    """Feet and inches by their marks; without a mark after the inches only the height of a person."""
    match = _FEET_MARK.match(cursor.text, quantity.number_end)
    if match is None or not _is_plain(quantity) or Fraction(match["inches"]) >= 12:
        return False
    value = quantity.value or 0
    if value >= _LONGEST_FEET or not (match["sign"] or value in _HEIGHTS):
        return False
    part = Fraction(match["inches"]) + (Fraction(1, 2) if match["sign"].startswith("½") else 0)
    return _take(cursor, quantity, _FOOT, part / 12, match.end())


@number_rule("compact measure", {"a 6-foot-2 guard": "37/6 foot", "He is 6ft 4 and strong": "19/3 foot"})
def height_with_bare_inches(cursor: Cursor, quantity: Quantity) -> bool:
    """The height of a person whose inches have no unit: "6-foot-2", "6ft 4"."""
    end = quantity.number_end
    match = _FOOT_HYPHEN.match(cursor.text, end) or _FEET_BARE.match(cursor.text, end)
    if match is None or quantity.value not in _HEIGHTS or not match["inches"] or int(match["inches"]) >= 12:
        return False
    return _take(cursor, quantity, _FOOT, Fraction(int(match["inches"]), 12), match.end())


@number_rule("compact measure", {"It takes 3h 20m": "10/3 hour", "in 2h05m": "25/12 hour"})
def hours_by_letter(cursor: Cursor, quantity: Quantity) -> bool:
    """Hours and minutes by their letters, seconds too."""
    match = _HOURS.match(cursor.text, quantity.number_end)
    if match is None or not _is_plain(quantity):
        return False
    part = Fraction(int(match["minutes"]), 60) + Fraction(match["seconds"] or 0) / 3600
    return _take(cursor, quantity, _HOUR, part, match.end())


@number_rule("compact measure", {"It lasts 4m 12s": "21/5 minute"})
def minutes_by_letter(cursor: Cursor, quantity: Quantity) -> bool:
    """Minutes and seconds by their letters."""
    match = _MINUTES.match(cursor.text, quantity.number_end)
    if match is None or not _is_plain(quantity):
        return False
    return _take(cursor, quantity, _MINUTE, Fraction(match["seconds"]) / 60, match.end())


@number_rule("compact measure", {"at 54° 20' N": "163/3 degree", "at 54.5°N": "109/2 degree"})
def coordinate(cursor: Cursor, quantity: Quantity) -> bool:
    """The degrees of a place on the globe, with their minutes: an angle, no temperature."""
    match = _DEGREES.match(cursor.text, quantity.number_end)
    if match is None or quantity.form != "digits" or quantity.value is None or abs(quantity.value) > 180:
        return False
    part = Fraction(match["minutes"] or 0) / 60 + Fraction(match["seconds"] or 0) / 3600
    return _take(cursor, quantity, ANGLE, part, match.end())
