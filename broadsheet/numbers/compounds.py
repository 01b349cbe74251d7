"""Two quantities that are one amount: "5 feet 2 inches", "3 dollars 50 cents", "one in five", "45 ± 3 km"."""

from __future__ import annotations

from broadsheet.numbers.quantity import PER_NOUNS, Cursor, Quantity
from broadsheet.numbers.tokens import LINE, WORD, Token

_MARGINS = frozenset(["±", "+/-", "+-", "plusorminus"])

# Parts of a unit that are printed after it: "1 minute 12 seconds".
_PARTS = {("minute", "second"): 60, ("hour", "minute"): 60, ("pound", "ounce"): 16}


class CompoundJoiner(Cursor):
    """Joins parts of one amount, ratios and margins."""

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


def gap_words(tokens: list[Token]) -> set[str]:
    """The words between two quantities."""
    return {token.lower for token in tokens}
