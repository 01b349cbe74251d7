"""Rules for two numbers with a colon that are a time: 10:30 on a clock, 4:12.35 of a race.

Belongs here: what the parts say. "3:1", "5:1" and other pairs are ratios (ratios.py).
"""

from __future__ import annotations

import re
from fractions import Fraction

from broadsheet.numbers.pairs import Pair
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.surroundings import listed
from broadsheet.numbers.units import Unit, UnitMatch, find_unit_name

_SECOND = Unit("second", "time", 1.0)
_TIED_SECONDS = re.compile(r":(?P<more>[0-5]\d(?:\.\d+)?)(?![\d:])")
_SECONDS = re.compile(r"[0-5]\d\.\d{1,3}")
_TWO_DIGITS = re.compile(r"[0-5]\d")
_ARMY_HOURS = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_BEFORE_CLOCK = frozenset(["at", "by", "from", "until", "till", "before", "after", "around", "about", "since", "to"])
_MOST_HOURS, _MOST_MINUTES = 24, 200
_RATIO_WORDS = frozenset(["ratio", "odds", "majority", "scale", "ratios"])


@number_rule("clock", {"He ran it in 4:12.35": "5047/20 second"}, template=":")
def race_time(pair: Pair) -> Quantity | None:
    """Minutes and seconds with a fraction, hours before them or not: the length of a race."""
    if not _is_tied(pair) or not _SECONDS.fullmatch(_surface(pair, pair.right)):
        return None
    return _make_length(pair, pair.left_value * 60 + pair.right_value, pair.right.end_char)


@number_rule("clock", {"She won in 2:19:04": "8344 second"}, template=":")
def long_race_time(pair: Pair) -> Quantity | None:
    """Hours, minutes and seconds; a place that "at" leads to is a time of day."""
    text = pair.cursor.text
    match = _TIED_SECONDS.match(text, pair.right.end_char)
    if match is None or not _is_tied(pair) or not _TWO_DIGITS.fullmatch(_surface(pair, pair.right)):
        return None
    if pair.before in _BEFORE_CLOCK or _is_stamp(pair):
        return _make_clock(pair, match.end())
    seconds = pair.left_value * 3600 + pair.right_value * 60 + Fraction(match["more"])
    return _make_length(pair, seconds, match.end())


@number_rule("clock", {"It opens at 10:30": "None"}, template=":")
def clock_time(pair: Pair) -> Quantity | None:
    """A time of day or of a race, which has no value."""
    is_minutes = _TWO_DIGITS.fullmatch(_surface(pair, pair.right)) is not None
    if not is_minutes or not _is_tied(pair) or pair.left.unit is not None or pair.left_value > _MOST_MINUTES:
        return None
    is_score = pair.left_value > _MOST_HOURS and bool(pair.cursor.near(pair.left, 8, 8) & listed("scores"))
    if is_score or pair.cursor.near(pair.left, 4, 0) & _RATIO_WORDS:
        return None
    return _make_clock(pair, pair.right.end_char)


@number_rule("time of day", {"The guard changes at 0600 hours": "None"})
def army_time(cursor: Cursor, quantity: Quantity) -> bool:
    """A time of day in four digits before "hours"; without a nought at the start only after "at" and the like."""
    surface = cursor.text[quantity.number_start : quantity.number_end]
    named = find_unit_name(cursor.tokens, quantity.last) if _ARMY_HOURS.fullmatch(surface) else None
    if named is None or named[0].unit.name != "hour":
        return False
    if surface[0] != "0" and cursor.lower(quantity.first - 1) not in _BEFORE_CLOCK:
        return False
    quantity.value, quantity.kind, quantity.last, quantity.end_char = None, "time_part", named[1], named[0].end_char
    return True


def _surface(pair: Pair, quantity: Quantity) -> str:
    return pair.cursor.text[quantity.number_start : quantity.number_end]


def _is_stamp(pair: Pair) -> bool:
    """ "2021-11-05T14:30:00", "5 May 2021 14:30:00": letters or digits of a day stand before."""
    start = pair.left.number_start
    return pair.cursor.text[max(start - 1, 0) : start].isalnum() or pair.before[:1].isdigit()


def _is_tied(pair: Pair) -> bool:
    """Plain digits on both sides of a colon without blanks."""
    return pair.right.number_start - pair.left.number_end == 1 and pair.are_both("digits") and pair.left_value >= 0


def _make_length(pair: Pair, seconds: Fraction, end: int) -> Quantity:
    left = pair.extend_left("race_time")
    left.value, left.number_end = seconds, end
    pair.cursor.take_unit(left, UnitMatch(_SECOND, end, end), "measure")
    left.unit_start = left.unit_end = None
    return left


def _make_clock(pair: Pair, end: int) -> Quantity:
    left = pair.extend_left("clock")
    left.value, left.unit, left.unit_start, left.unit_end = None, None, None, None
    left.kind, left.number_end = "time_part", end
    pair.cursor.extend(left, end)
    return left
