"""Neighbouring quantities that are one: the order of the rules that join them, and two bounds of one number.

The rules are in clock_times.py, ratios.py, ranges.py and compounds.py, each with a template of the words between the
two quantities. Times are asked first, then ratios, then ranges, then compounds; what stays apart may share a unit.
"""

from __future__ import annotations

from functools import cache

from broadsheet.numbers import clock_times, compounds, ranges, ratios
from broadsheet.numbers.pairs import Gap, Pair, read_gaps
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import NumberRule, number_rule, rules_of

# Importing the modules of rules adds their rules.
RULE_MODULES = (clock_times, ratios, ranges, compounds)
JOIN_GROUPS = ("clock", "ratio", "range", "compound")

_SIDES = {"more_than": "low", "at_least": "low", "less_than": "high", "at_most": "high"}
_BETWEEN_BOUNDS = frozenset(["and", "but", ",", "or", "yet", ", but", "and the", "but the"])


@cache
def _rules_by_gap(*groups: str) -> dict[Gap, list[NumberRule]]:
    """The rules of some groups by the words between two quantities, in their order."""
    rules: dict[Gap, list[NumberRule]] = {}
    for rule in [rule for group in groups for rule in rules_of(group)]:
        for gap in read_gaps(rule.template):
            rules.setdefault(gap, []).append(rule)
    return rules


_LONGEST_GAP = max(map(len, _rules_by_gap(*JOIN_GROUPS)))


class Joiner(Cursor):
    """Joins quantities that stand side by side."""

    def join(self, singles: list[Quantity]) -> list[Quantity]:
        """Merge neighbours that make one quantity: ranges, "5 feet 2 inches", "3 dollars 50 cents", "one in five"."""
        joined: list[Quantity] = []
        for quantity in singles:
            if joined and quantity.start_char < joined[-1].end_char:
                continue  # taken by a time of three parts
            merged = self._join_two(joined[-1], quantity) if joined else None
            if merged:
                joined[-1] = merged
            else:
                joined.append(quantity)
        return joined

    def _join_two(self, left: Quantity, right: Quantity) -> Quantity | None:
        """The one quantity of two; None where they stay apart."""
        if right.first - left.last > _LONGEST_GAP or left.is_range or left.value is None or right.value is None:
            return None
        gap = tuple([token.lower for token in self.tokens[left.last : right.first]])
        pair = Pair(self, left, right, left.value, right.value)
        for rule in _rules_by_gap(*JOIN_GROUPS).get(gap, ()):
            merged: Quantity | None = rule.apply(pair)
            if merged:
                merged.read_by.append(rule.name)
                return merged
        for rule in _rules_by_gap("shared unit").get(gap, ()):
            if rule.apply(pair):
                left.read_by.append(rule.name)
        return None

    def join_bounds(self, quantities: list[Quantity]) -> list[Quantity]:
        """Two bounds of one number: "more than 10 but fewer than 20"."""
        joined: list[Quantity] = []
        for quantity in quantities:
            if joined and two_bounds(self, joined[-1], quantity):
                joined[-1].read_by.append("two_bounds")
            else:
                joined.append(quantity)
        return joined


@number_rule("two bounds", {"more than 10 but fewer than 20 people": "10 to 20"})
def two_bounds(cursor: Cursor, left: Quantity, right: Quantity) -> bool:
    """A lower and an upper bound of one number."""
    sides = (_SIDES.get(left.bound), _SIDES.get(right.bound))
    if sides not in (("low", "high"), ("high", "low")) or left.kind != right.kind:
        return False
    low, high = (left, right) if sides[0] == "low" else (right, left)
    if not _is_below(low, high) or not _is_bridged(cursor, left, right):
        return False
    left.rule = f"two_bounds:{low.bound}:{high.bound}"
    left.low, left.high, left.value = low.value, high.value, None
    left.numerals += right.numerals
    left.unit = left.unit or right.unit
    left.last, left.end_char, left.number_end = right.last, right.end_char, right.number_end
    left.bound, left.is_range = "between", True
    return True


def _is_below(low: Quantity, high: Quantity) -> bool:
    return low.value is not None and high.value is not None and low.value < high.value


def _is_bridged(cursor: Cursor, left: Quantity, right: Quantity) -> bool:
    """Only "and", "but" and the like stand between the first and the bound of the second."""
    if left.bound_start is None or right.bound_start is None:
        return False
    gap = cursor.text[max(left.end_char, left.bound_end or 0) : right.bound_start].strip()
    return gap in _BETWEEN_BOUNDS
