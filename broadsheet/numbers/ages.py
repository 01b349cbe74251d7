"""Which numbers are ages: "aged 34", "34-year-old", "Ann Smith, 34,", "people over 65", "in their 30s"."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.surroundings import Surrounded, listed, month_names
from broadsheet.numbers.tokens import WORD


class AgeTeller(Surrounded):
    """Tells ages."""

    def joins_age(self, before: Quantity, quantity: Quantity) -> bool:
        """ "aged 22, 25 and 31": what is joined to an age is one; the kind is set."""
        if before.kind != "age" or quantity.unit is not None or quantity.form != before.form:
            return False
        gap = [token.lower for token in self.tokens[before.last : quantity.first]]
        if gap not in ([","], ["and"], [",", "and"], ["or"]) or not 0 < (quantity.value or 0) < 130:
            return False
        after = self._token(quantity.last)
        if self._is_noun(after) and self._lower(before.first - 1) not in ("aged", "ages", ",", "and"):
            return False
        if self._lower(before.first - 1) not in ("aged", "ages", ",", "and") or (gap == [","] and self._is_noun(after)):
            return False
        quantity.kind, quantity.unit = "age", before.unit
        return True

    def _is_age(self, quantity: Quantity) -> bool:
        """ "aged 34", "34-year-old", "34 years old", "Ann Smith, 34,"."""
        start = quantity.first
        unit = quantity.unit
        if unit is not None and unit.dimension == "time":
            at = quantity.last
            while self._lower(at) == "-":
                at += 1
            if self._lower(at) in ("old", "olds") or (self._lower(at) == "of" and self._lower(at + 1) == "age"):
                quantity.last = at + (2 if self._lower(at) == "of" else 1)
                quantity.end_char = self.tokens[quantity.last - 1].end_char
                quantity.unit_end = quantity.end_char
                return True
            return False
        if unit is not None or (quantity.value is None and not quantity.is_range):
            return False
        value = quantity.value if quantity.value is not None else quantity.high or 0
        if not 0 < value < 130 or value.denominator != 1:
            return False
        before = self._lower(start - 1)
        if before == "aged" or (
            (before == "age" and self._lower(start - 2) in ("of", "at", "the", "by", "to", "until")) or before == "ages"
        ):
            return True
        if self._is_bounded_age(quantity) or self._is_decade_of_life(quantity):
            return True
        if self._lower(quantity.last) == "yo":
            quantity.last += 1
            quantity.end_char = self.tokens[quantity.last - 1].end_char
            return True
        return (
            before == ","
            and quantity.form == "digits"
            and self._lower(quantity.last) in (",", ".", ")", "who", "of", "was")
            and self._ends_person(start - 1)
            and (self._token(quantity.last) is None or self._lower(quantity.last) != "." or True)
        )

    def _is_bounded_age(self, quantity: Quantity) -> bool:
        """ "people over 65", "children under five", "aged over 18": a limit of age after people."""
        start, after = quantity.first, self._token(quantity.last)
        if self._lower(start - 1) not in ("over", "under", "above", "below") or quantity.is_range:
            return False
        if after is not None and (
            after.text in "%-" or (after.kind == WORD and (not after.gap or self._is_noun(after)))
        ):
            return False
        return self._lower(start - 2) in listed("aged_groups")

    def _is_decade_of_life(self, quantity: Quantity) -> bool:
        """ "in their 30s", "in his late 40s": the ten years of age that begin there."""
        at = quantity.first - 1
        if self._lower(at) in ("early", "mid", "late") or (self._lower(at) == "-" and self._lower(at - 1) == "mid"):
            at -= 1 if self._lower(at) != "-" else 2
        value = quantity.value
        if value is None or value % 10 or not 10 <= value <= 90 or self._lower(at) not in ("his", "her", "their", "my"):
            return False
        tail = self._token(quantity.last)
        if tail is None or tail.gap or tail.lower != "s" or self._lower(at - 1) != "in":
            return False
        quantity.value, quantity.low, quantity.high, quantity.is_range = None, value, value + 9, True
        quantity.bound, quantity.rule = "between", "decade_of_life"
        quantity.last += 1
        quantity.end_char = tail.end_char
        return True

    def _ends_person(self, comma: int) -> bool:
        """A person's name ends before the comma: a mention, or two capitalised words."""
        place = self.tokens[comma].start_char
        index = bisect_right(self.names, place, key=lambda name: name[0]) - 1
        if index >= 0 and self.names[index][1] == place:
            return self.names[index][2] == "PERSON"
        role = self._lower(comma - 1)
        if role in _roles() and not self.tokens[comma - 1].text[:1].isupper():
            return True
        if self.names:
            return False
        first, second = self._token(comma - 2), self._token(comma - 1)
        return bool(
            first
            and second
            and first.kind == second.kind == WORD
            and first.text[:1].isupper()
            and second.text[:1].isupper()
            and second.lower not in month_names()
        )


@cache
def _roles() -> frozenset[str]:
    """Nouns for people, after which a number between commas is their age."""
    return frozenset([*load_words("titles")["roles"], *listed("persons")])
