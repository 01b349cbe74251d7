"""Rules for two quantities that are one amount: "5 feet 2 inches", "3 dollars 50 cents", "45 ± 3 km".

Belongs here too: the unit that a bare number shares with the next ("45 and 50 mg").
"""

from __future__ import annotations

from broadsheet.numbers.pairs import Pair
from broadsheet.numbers.quantity import DASHES, Quantity
from broadsheet.numbers.ranges import scale_factor
from broadsheet.numbers.rules import number_rule

# Parts of a unit that are printed after it, with how many make one.
_PARTS = {("minute", "second"): 60, ("hour", "minute"): 60, ("pound", "ounce"): 16, ("stone", "pound"): 14}
# A scale from here on may be printed once for two numbers below it.
_SHARED_SCALE = 1000
_CENTS = frozenset(["cent", "penny"])
_HEIGHTS = range(3, 9)
_AFTER_BARE_PART = frozenset(["", ".", ",", ";", ")", "tall", "and", "with", "in", "who"])
_SHORT_INCHES = frozenset(["in", "ins", "inch"])
_AFTER_BARE_CENTS = frozenset(["", ".", "!", "?", "more"])


@number_rule("compound", {"A 6 ft 2 in man": "37/6 foot", "6ft. 2in. tall": "37/6 foot"}, template="nothing | and | .")
def feet_and_short_inches(pair: Pair) -> Quantity | None:
    """Feet with inches whose sign "in" is too short to be read alone."""
    if _unit_names(pair) != ("foot", "") or pair.after not in _SHORT_INCHES:
        return None
    if pair.joint.text == "." and pair.cursor.tokens[pair.right.last].gap:
        return None
    if not pair.are_whole or not 0 < pair.right_value < 12:
        return None
    left = _add_part(pair, 12)
    left.last, left.end_char = pair.right.last + 1, pair.cursor.tokens[pair.right.last].end_char
    return left


@number_rule(
    "compound", {"a six-foot-four striker": "19/3 foot", "He is five feet two.": "31/6 foot"}, template="nothing | dash"
)
def feet_and_bare_inches(pair: Pair) -> Quantity | None:
    """The height of a person in words, whose inches have no unit: "six-foot-four"."""
    is_height = _unit_names(pair) == ("foot", "") and pair.left_value in _HEIGHTS and 0 < pair.right_value < 12
    return _add_part(pair, 12) if is_height and pair.are_whole and _ends_or_is_tied(pair) else None


@number_rule("compound", {"He is 12 stone 7.": "25/2 stone"}, template="nothing")
def stone_and_bare_pounds(pair: Pair) -> Quantity | None:
    """A weight in stone whose pounds have no unit."""
    is_weight = _unit_names(pair) == ("stone", "") and pair.are_whole and 0 < pair.right_value < 14
    return _add_part(pair, 14) if is_weight and _ends_or_is_tied(pair) else None


def _ends_or_is_tied(pair: Pair) -> bool:
    """A hyphen ties the second number, or nothing that it could count follows."""
    return pair.joint.text in DASHES or pair.after in _AFTER_BARE_PART


@number_rule("compound", {"It costs 15 dollars 50.": "31/2 dollar"}, template="nothing | and")
def money_and_bare_cents(pair: Pair) -> Quantity | None:
    """Money with cents that are understood, at the end of a sentence."""
    if pair.right.unit is not None or pair.after not in _AFTER_BARE_CENTS or not _is_whole_money(pair):
        return None
    is_named_after = (pair.left.unit_start or 0) >= pair.left.number_end
    return _add_part(pair, 100) if is_named_after and pair.are_whole and 0 < pair.right_value < 100 else None


@number_rule(
    "compound",
    {
        "It took 1 minute 12 seconds": "6/5 minute",
        "A baby of 7 pounds and 4 ounces": "29/4 pound",
        "He is 13st 4lb": "93/7 stone",
    },
    template="nothing | and",
)
def unit_and_its_part(pair: Pair) -> Quantity | None:
    """Minutes and seconds, hours and minutes, pounds and ounces, stone and pounds."""
    part = _PARTS.get(_unit_names(pair))
    return _add_part(pair, part) if part and pair.right_value < part else None


@number_rule("compound", {"He is 6 feet, 2 inches tall": "37/6 foot"}, template="nothing | and | ,")
def feet_and_inches(pair: Pair) -> Quantity | None:
    """Feet and inches, a comma between them or not."""
    return _add_part(pair, 12) if _unit_names(pair) == ("foot", "inch") and pair.right_value < 12 else None


@number_rule("compound", {"It costs 13 dollars and forty-five cents": "269/20 dollar"}, template="nothing | and")
def money_and_cents(pair: Pair) -> Quantity | None:
    """Money with its cents."""
    is_cents = _unit_names(pair)[1] in _CENTS and pair.right_value < 100
    return _add_part(pair, 100) if is_cents and _is_whole_money(pair) else None


@number_rule(
    "compound",
    {"The lake is 45 ± 3 km long": "42 to 48 kilometre", "It lies at 9.8 +/- 0.2": "48/5 to 10"},
    template="± | + / - | + - | plus or minus",
)
def amount_with_margin(pair: Pair) -> Quantity | None:
    """A number and its margin; the unit after the margin is that of both."""
    left, margin = pair.left, abs(pair.right_value)
    left.low, left.high = pair.left_value - margin, pair.left_value + margin
    if left.unit is None and pair.right.unit is not None:
        _copy_unit(pair)
    return pair.extend_left("margin")


@number_rule("shared unit", {"Doses of 45 and 50 mg": "45 milligram"}, template="and | or")
def unit_of_the_next(pair: Pair) -> bool:
    """The unit of measure of the number that a bare number is joined to."""
    left, right = pair.left, pair.right
    is_bare = left.unit is None and left.kind == "count" and pair.are_both("digits")
    if not is_bare or right.unit_start is None or not _is_length_or_mass(right):
        return False
    _copy_unit(pair)
    return True


@number_rule(
    "shared unit",
    {"It rose from $8 to $9 million": "8000000 dollar", "It grew from 3 to 5 million": "3000000"},
    template="to",
)
def scale_of_the_next(pair: Pair) -> bool:
    """The scale of the number that a change leads to, where the first has none."""
    left, right = pair.left, pair.right
    factor = scale_factor(right.scale_text)
    is_open = left.scale_text is None and factor >= _SHARED_SCALE and pair.before == "from"
    if not is_open or not 0 < pair.left_value < _SHARED_SCALE or pair.right_value / factor >= _SHARED_SCALE:
        return False
    if left.unit is not None and (right.unit is None or left.unit.name != right.unit.name):
        return False
    left.value, left.scale_text = pair.left_value * factor, right.scale_text
    return True


def _unit_names(pair: Pair) -> tuple[str, str]:
    """The names of both units; empty where there is none."""
    left, right = pair.left.unit, pair.right.unit
    return left.name if left else "", right.name if right else ""


def _is_whole_money(pair: Pair) -> bool:
    """Money without a scale, which can have cents."""
    return pair.left.kind == "money" and not pair.left.scale_text


def _is_length_or_mass(quantity: Quantity) -> bool:
    """Any measure but a time."""
    return quantity.kind == "measure" and quantity.unit is not None and quantity.unit.dimension != "time"


def _add_part(pair: Pair, of: int) -> Quantity:
    pair.left.value = pair.left_value + pair.right_value / of
    return pair.extend_left("compound")


def _copy_unit(pair: Pair) -> None:
    left, right = pair.left, pair.right
    left.unit, left.kind = right.unit, right.kind
    left.unit_start, left.unit_end = right.unit_start, right.unit_end
