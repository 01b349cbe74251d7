"""The base of a rate: "$3 a barrel", "50 per 100,000"; a length per time is a speed."""

from __future__ import annotations

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.quantity import PER_NOUNS, Cursor, Quantity
from broadsheet.numbers.tokens import DIGITS, LINE, WORD
from broadsheet.numbers.units import (
    Unit,
    find_symbol,
    find_unit_name,
)

_STOPS = load_word_set("number_contexts", "ends_rate")


class RateReader(Cursor):
    """Gives a quantity the base of its rate."""

    def _add_per(self, quantity: Quantity) -> None:
        """The base of a rate: "$3 a barrel", "50 per 100,000", "20 per person"."""
        at = quantity.last
        if (
            quantity.unit is not None
            and " per " in quantity.unit.name
            and quantity.unit.name.startswith(("kilo", "mile", "metre"))
        ):
            return
        tied = False
        if self._lower(at) == "times" and self._lower(at + 1) in ("a", "per", "each", "every"):
            at += 1
        if self._lower(at) == "-" and self._lower(at + 1) in ("a", "an", "per"):
            at, tied = at + 1, True
        if quantity.kind == "count" and self._lower(at + 1) == "per" and self._lower(at).isalpha():
            at += 1
        word = self._lower(at)
        end: int | None = None
        start = at + 1
        if word in ("per", "/") and start < len(self.tokens):
            if word == "/" and self.tokens[start].kind == DIGITS:
                return
            if self._lower(start) == "cent":
                return
            end = start + 1
            if (
                self.tokens[start].kind == DIGITS
                and start + 1 < len(self.tokens)
                and self.tokens[start + 1].kind == WORD
                and self._lower(start + 1) not in _STOPS
            ) or (word == "per" and self._lower(start + 1) in PER_NOUNS and self.tokens[start].kind == WORD):
                end = start + 2
        elif (
            word in ("a", "an", "each", "every")
            and self._lower(start if not tied else start + (self._lower(start) == "-")) in PER_NOUNS
        ):
            start = start if not tied else start + (self._lower(start) == "-")
            end = start + 1
            if (
                quantity.kind == "count"
                and word in ("a", "an")
                and quantity.unit is None
                and self._lower(start) in ("time", "game")
            ):
                return
        if end is None or self.tokens[start].kind == LINE:
            return
        quantity.per_start, quantity.per_end = self.tokens[start].start_char, self.tokens[end - 1].end_char
        self._add_speed(quantity, start, end)

    def _add_speed(self, quantity: Quantity, start: int, end: int) -> None:
        """A length per time is a speed of its own unit."""
        per = find_unit_name(self.tokens, start)
        base = per[0].unit if per else None
        if base is None:
            symbol = find_symbol(self.text, self.tokens[start].start_char)
            base = symbol[0].unit if symbol else None
        unit = quantity.unit
        if (
            unit is None
            or base is None
            or base.dimension != "time"
            or unit.dimension != "length"
            or not unit.si
            or not base.si
        ):
            return
        quantity.unit = Unit(f"{unit.name} per {base.name}", "speed", unit.si / base.si)
        quantity.end_char = quantity.unit_end = self.tokens[end - 1].end_char
        quantity.last, quantity.per_start, quantity.per_end = end, None, None
