"""Neighbouring quantities that are one: ranges, ratios, "5 feet 2 inches", two bounds of one number."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import DASHES, PER_NOUNS, Cursor, Quantity
from broadsheet.numbers.tokens import LINE, WORD, Token

_RANGE_WORDS = frozenset(["to", "through", "and", "or"])


_MARGINS = frozenset(["±", "+/-", "+-", "plusorminus"])


_BEFORE_YEAR = frozenset(["since", "in", "of", "during", "before", "after"])
# Parts of a unit that are printed behind it: "1 minute 12 seconds".
_PARTS = {("minute", "second"): 60, ("hour", "minute"): 60, ("pound", "ounce"): 16}


_LOWER = frozenset(["more_than", "at_least"])


_UPPER = frozenset(["less_than", "at_most"])


class Joiner(Cursor):
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

    def _join_compound(self, left: Quantity, right: Quantity) -> Quantity | None:
        """ "5 ft 2 in", "3 dollars 50 cents", "13 dollars and forty-five cents"."""
        if right.unit is None and self._join_bare(left, right):
            return left
        if self._join_margin(left, right):
            return left
        if left.unit is None or right.unit is None or left.value is None or right.value is None or left.is_range:
            return None
        names = (left.unit.name, right.unit.name)
        part = _PARTS.get(names)
        if part and not gap_words(self.tokens[left.last : right.first]) - {"and"} and right.value < part:
            left.value += right.value / part
            left.last, left.end_char, left.rule = right.last, right.end_char, "compound"
            return left
        gap = self.tokens[left.last : right.first]
        if (
            len(gap) > 1
            or (gap and gap[0].lower not in ("and", ","))
            or "\n" in self.text[left.end_char : right.start_char]
        ):
            return None
        if names == ("foot", "inch") and right.value < 12:
            left.value += right.value / 12
        elif (
            right.unit.name in ("cent", "penny")
            and left.kind == "money"
            and right.value < 100
            and not left.scale_text
            and not (gap and gap[0].lower == ",")
        ):
            left.value += right.value / 100
        else:
            return None
        left.last, left.end_char = right.last, right.end_char
        left.rule = "compound"
        return left

    def _join_margin(self, left: Quantity, right: Quantity) -> bool:
        """ "45 ± 3 km", "9.8 +/- 0.1": the second number is the margin of the first, the unit is that of both."""
        gap = "".join([token.lower for token in self.tokens[left.last : right.first]][:4])
        if gap not in _MARGINS or left.value is None or right.value is None or left.is_range or right.is_range:
            return False
        left.low, left.high = left.value - abs(right.value), left.value + abs(right.value)
        if left.unit is None and right.unit is not None:
            left.unit, left.kind = right.unit, right.kind
            left.unit_start, left.unit_end = right.unit_start, right.unit_end
        left.last, left.end_char, left.rule = right.last, right.end_char, "margin"
        return True

    def _share_unit(self, left: Quantity, right: Quantity) -> None:
        """ "45 and 50 mg": a bare number takes the unit of the one it is joined to."""
        gap = self.text[left.end_char : right.start_char].strip()
        is_bare = left.unit is None and left.kind == "count" and left.form == "digits" and not left.is_range
        if not is_bare or gap not in ("and", "or") or right.unit is None or right.unit_start is None:
            return
        if right.kind == "measure" and right.unit.dimension != "time" and right.form == "digits":
            left.unit, left.kind = right.unit, right.kind
            left.unit_start, left.unit_end = right.unit_start, right.unit_end

    def _join_bare(self, left: Quantity, right: Quantity) -> bool:
        """ "15 dollars 50", "5 ft 2 in": the small unit is understood, or too short to be read alone."""
        gap = [token.lower for token in self.tokens[left.last : right.first]]
        if left.unit is None or left.value is None or right.value is None or left.is_range or gap not in ([], ["and"]):
            return False
        if (
            "\n" in self.text[left.end_char : right.start_char]
            or right.value.denominator != 1
            or left.value.denominator != 1
        ):
            return False
        after = self._lower(right.last)
        if left.unit.name == "foot" and after in ("in", "ins", "inch") and 0 < right.value < 12:
            left.value += right.value / 12
            left.last, left.end_char = right.last + 1, self.tokens[right.last].end_char
        elif (
            left.kind == "money"
            and (left.unit_start or 0) >= left.number_end
            and 0 < right.value < 100
            and not left.scale_text
            and after in ("", ".", "!", "?", "more")
        ):
            left.value += right.value / 100
            left.last, left.end_char = right.last, right.end_char
        else:
            return False
        left.rule = "compound"
        return True

    def _join_ratio(self, left: Quantity, right: Quantity) -> Quantity | None:
        """ "one in five", "two out of three", "3:1"."""
        gap = [token.lower for token in self.tokens[left.last : right.first]]
        if left.value is None or right.value is None or left.unit or left.is_range or not right.value:
            return None
        if gap == ["over"] and right.unit is None and self._ends(right.last) and self._begins(left.first):
            return self._make_ratio(left, right, "ratio")
        if gap == [":"] and right.start_char - left.end_char == 1 and left.form == right.form == "digits":
            return self._make_ratio(left, right, "ratio")
        if (
            gap == ["to"]
            and left.value >= 1
            and right.value == 1
            and right.form == "words"
            and self._lower(right.last) not in PER_NOUNS
            and left.form == "words"
        ):
            return self._make_ratio(left, right, "ratio")
        if gap not in (["in"], ["out", "of"], ["in", "every"], ["out", "of", "every"], ["of", "every"]):
            return None
        if (
            not (0 < left.value < right.value)
            or left.value.denominator != 1
            or right.value.denominator != 1
            or left.form == "ordinal"
            or right.form == "ordinal"
        ):
            return None
        if gap == ["in"] and (
            right.unit is not None
            or right.value > 10000
            or (left.value > 9 and right.value < 100)
            or (right.value >= 1900 and right.form == "digits" and right.value <= 2100)
        ):
            return None
        if right.unit is not None and right.unit.dimension == "time":
            return None
        return self._make_ratio(left, right, "ratio")

    def _ends(self, index: int) -> bool:
        return (
            index >= len(self.tokens)
            or self.tokens[index].kind == LINE
            or (self.tokens[index].text in ".?!" and self.tokens[index].kind != WORD)
        )

    def _begins(self, index: int) -> bool:
        """A line starts here, or "is" stands before."""
        return index == 0 or self.tokens[index - 1].kind == LINE or self._lower(index - 1) in ("is", "equals", "was")

    def _make_ratio(self, left: Quantity, right: Quantity, rule: str) -> Quantity:
        assert left.value is not None and right.value is not None
        left.denominator = right.value
        left.value = left.value / right.value
        left.kind, left.rule = "ratio", rule
        left.last, left.end_char, left.number_end = right.last, right.end_char, right.number_end
        left.per_start = left.per_end = None
        return left

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
        if gap == ["to"] and opener == "from" and self._is_change(left):
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


def gap_words(tokens: list[Token]) -> set[str]:
    """The words between two quantities."""
    return {token.lower for token in tokens}


@cache
def _change_words() -> frozenset[str]:
    """Words of change, and verbs that lead from one number to another."""
    lists = load_words("numbers")
    found = {word for words in lists["change"].values() for word in words if " " not in word}
    return frozenset(found | set(lists["movement"]["words"]))
