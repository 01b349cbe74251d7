"""The rule for tens in the plural: "in the low 40s", "in his 60s".

Belongs here: the ten numbers from a round one on. That they are years of a life is told by ages.py, that they are years
of a century by the dates.
"""

from __future__ import annotations

from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule

TENS = "tens"
_LIMITS = frozenset(["over", "under"])


@number_rule("tens", {"highs in the 40s": "40 to 49"})
def plural_tens(cursor: Cursor, quantity: Quantity) -> bool:
    """The ten numbers that begin at a round one in the plural; "over-50s" are people of fifty and more."""
    value, at = quantity.value, quantity.last
    if value is None or value % 10 or not 10 <= value <= 90 or quantity.form != "digits":
        return False
    if cursor.lower(at) != "s" or cursor.tokens[at].gap or _is_limit(cursor, quantity):
        return False
    quantity.value, quantity.low, quantity.high, quantity.is_range = None, value, value + 9, True
    quantity.bound, quantity.rule = "between", TENS
    cursor.extend(quantity, cursor.tokens[at].end_char)
    return True


def _is_limit(cursor: Cursor, quantity: Quantity) -> bool:
    before = cursor.lower(quantity.first - 1)
    return before in _LIMITS or (before == "-" and cursor.lower(quantity.first - 2) in _LIMITS)
