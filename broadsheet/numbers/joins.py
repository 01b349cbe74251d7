"""Neighbouring quantities that are one: ranges, ratios, "5 feet 2 inches", two bounds of one number."""

from __future__ import annotations

from broadsheet.numbers.compounds import CompoundJoiner
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.ranges import RangeJoiner

_LOWER = frozenset(["more_than", "at_least"])


_UPPER = frozenset(["less_than", "at_most"])


class Joiner(CompoundJoiner, RangeJoiner):
    """Joins quantities that stand side by side."""

    def join(self, singles: list[Quantity]) -> list[Quantity]:
        """Merge neighbours that make one quantity: ranges, "5 feet 2 inches", "3 dollars 50 cents", "one in five"."""
        joined: list[Quantity] = []
        for quantity in singles:
            if joined:
                merged = (
                    self._join_ratio(joined[-1], quantity)
                    or self._join_range(joined[-1], quantity)
                    or self._join_compound(joined[-1], quantity)
                )
                if merged:
                    joined[-1] = merged
                    continue
                self._share_unit(joined[-1], quantity)
            joined.append(quantity)
        return joined

    def join_bounds(self, quantities: list[Quantity]) -> list[Quantity]:
        """Two bounds of one number: "more than 10 but fewer than 20"."""
        joined: list[Quantity] = []
        for quantity in quantities:
            left = joined[-1] if joined else None
            if left is not None and self._are_two_bounds(left, quantity):
                self._merge_bounds(left, quantity)
            else:
                joined.append(quantity)
        return joined

    def _are_two_bounds(self, left: Quantity, right: Quantity) -> bool:
        if (
            left.value is None
            or right.value is None
            or left.bound_start is None
            or right.bound_start is None
            or left.is_range
        ):
            return False
        if (
            (left.bound in _LOWER) == (right.bound in _LOWER)
            or not {left.bound, right.bound} <= _LOWER | _UPPER
            or left.kind != right.kind
        ):
            return False
        gap = self.text[max(left.end_char, left.bound_end or 0) : right.bound_start].strip()
        low, high = (left, right) if left.bound in _LOWER else (right, left)
        return gap in ("and", "but", ",", "or", "yet", ", but", "and the", "but the") and (low.value or 0) < (
            high.value or 0
        )

    def _merge_bounds(self, left: Quantity, right: Quantity) -> None:
        low, high = (left, right) if left.bound in _LOWER else (right, left)
        left.rule = f"two_bounds:{low.bound}:{high.bound}"
        left.low, left.high, left.value = low.value, high.value, None
        left.numerals += right.numerals
        left.unit, left.kind = left.unit or right.unit, left.kind
        left.last, left.end_char, left.number_end = right.last, right.end_char, right.number_end
        left.bound, left.is_range = "between", True
