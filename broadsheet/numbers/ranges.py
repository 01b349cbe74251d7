"""Two quantities that are the ends of a range: "between 10 and 20", "10-20", "10 to 20 million"."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import DASHES, Cursor, Quantity

_RANGE_WORDS = frozenset(["to", "through", "and", "or"])

_BEFORE_YEAR = frozenset(["since", "in", "of", "during", "before", "after"])


class RangeJoiner(Cursor):
    """Joins the ends of ranges."""

    def _join_range(self, left: Quantity, right: Quantity) -> Quantity | None:
        """ "between 10 and 20", "10-20", "10 to 20 million", "44 mg to 50 mg"."""
        gap = [token.lower for token in self.tokens[left.last : right.first]]
        if (
            left.is_range
            or left.value is None
            or right.value is None
            or len(gap) > 2
            or not gap
            or (left.per_start is not None and gap != ["to"])
        ):
            return None
        opener = self._lower(left.first - 1)
        if gap[0] not in _RANGE_WORDS and gap[0] not in DASHES and gap[0] != "~":
            return None
        if len(gap) == 2 and gap[0] in DASHES and gap[1] in ("to", "or"):
            return self._make_range(left, right, opener)
        if len(gap) == 2:
            if gap != ["and", "the"] or self._lower(left.first - 2) != "between" or right.form != "ordinal":
                return None
            return self._make_range(left, right, "between")
        if gap == ["and"] and opener != "between":
            return None
        if gap == ["or"] and not self._is_alternative(left, right):
            return None
        if gap[0] in _RANGE_WORDS and self._is_year(left) and (right.unit is not None or right.scale_text):
            return None
        if (gap[0] in DASHES or gap[0] == "~") and not self._is_tied(left, right):
            return None
        if gap == ["to"] and opener in ("from", "by") and self._is_change(left):
            return None
        if gap == ["to"] and left.unit and right.unit and self._is_change(left, reach=4):
            return None
        return self._make_range(left, right, opener)

    def _is_year(self, quantity: Quantity) -> bool:
        """ "since 2019 to 7.6 million": a year that a number follows."""
        is_bare = (
            quantity.unit is None and quantity.form == "digits" and quantity.number_end - quantity.number_start == 4
        )
        return is_bare and 1900 <= (quantity.value or 0) <= 2100 and self._lower(quantity.first - 1) in _BEFORE_YEAR

    def _is_alternative(self, left: Quantity, right: Quantity) -> bool:
        """ "two or three": neighbours of the same form."""
        assert left.value is not None and right.value is not None
        return (
            left.unit is None
            and left.form == right.form
            and 0 < left.value < right.value <= left.value * 2 + 1
            and right.value <= 1000
        )

    def _is_tied(self, left: Quantity, right: Quantity) -> bool:
        dash = self.tokens[left.last]
        both = right.start_char == dash.end_char and not dash.gap
        spaced = (
            dash.gap
            and right.start_char > dash.end_char
            and dash.text in "–—-"
            and (left.unit is None or right.unit is not None)
        )
        after = self.text[right.end_char : right.end_char + 2]
        if after[:1] in DASHES and after[1:2].isdigit():
            return False
        before = self.text[max(left.start_char - 2, 0) : left.start_char]
        if before[-1:] in "-–/" and before[-1:]:
            return False
        return both or (spaced and left.form == right.form == "digits")

    def _is_change(self, left: Quantity, reach: int = 8) -> bool:
        """Words of change before "from A to B" keep the two apart."""
        words = _change_words()
        return any(self._lower(index) in words for index in range(max(left.first - 1 - reach, 0), left.first))

    def _make_range(self, left: Quantity, right: Quantity, opener: str) -> Quantity | None:
        assert left.value is not None and right.value is not None
        low, high = left.value, right.value
        if left.form == "ordinal" and right.form != "ordinal":
            return None
        if left.unit and right.unit and left.kind != right.kind:
            return None
        if (
            left.unit
            and right.unit
            and left.unit.name != right.unit.name
            and not (left.unit.ambiguous or right.unit.ambiguous)
        ):
            return None
        if left.unit and right.unit is None and left.kind != "money":
            return None
        if (
            right.scale_text
            and left.scale_text is None
            and low < high
            and low < 1000
            and right.numerals[0].value is not None
        ):
            factor = self._scale_factor(right)
            if factor > 1 and low * factor <= high:
                low *= factor
        if (
            low >= high
            and left.form == right.form == "digits"
            and self._lower(left.last) in "-–"
            and not left.unit
            and not right.unit
            and low < 300
        ):
            left.rule, left.value, left.low, left.high, left.is_range = "score", None, low, high, True
            left.last, left.end_char, left.number_end = right.last, right.end_char, right.number_end
            left.numerals += right.numerals
            return left
        if low >= high and not (low > high and left.kind == "measure" and low < 0):
            return None
        if low > high:
            low, high = high, low
        unit = right.unit or left.unit
        merged = Quantity(
            left.first, right.last, left.start_char, right.end_char, left.number_start, right.number_end, right.form,
            low=low, high=high, bound="between", unit=unit, unit_start=right.unit_start or left.unit_start,
            unit_end=right.unit_end or left.unit_end, scale_text=right.scale_text or left.scale_text,
            kind=right.kind if right.unit else left.kind, per_start=right.per_start, per_end=right.per_end,
            rule="range", is_range=True, numerals=[*left.numerals, *right.numerals],
        )  # fmt: skip
        if opener in ("between", "from"):
            index = left.first - 1 if self._lower(left.first - 1) == opener else left.first - 2
            merged.bound_start, merged.bound_end = self.tokens[index].start_char, self.tokens[index].end_char
        return merged

    def _scale_factor(self, quantity: Quantity) -> Fraction:
        lists = load_words("numbers")
        factor = Fraction(1)
        for word in (quantity.scale_text or "").lower().split():
            factor *= (
                lists["scales"].get(word)
                or lists["short"].get(word)
                or lists["short_money"].get(word)
                or lists["vague"].get(word)
                or 1
            )
        return factor


@cache
def _change_words() -> frozenset[str]:
    """Words of change, and verbs that lead from one number to another."""
    lists = load_words("numbers")
    found = {word for words in lists["change"].values() for word in words if " " not in word}
    return frozenset(found | set(lists["movement"]["words"]))
