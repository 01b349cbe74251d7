"""One quantity from one numeral: its power of ten, sign, percent, money, measure and rate."""

from __future__ import annotations

import re
from fractions import Fraction

from broadsheet.numbers.measures import MeasureReader
from broadsheet.numbers.money import MoneyReader
from broadsheet.numbers.numeral import Numeral
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.rates import RateReader
from broadsheet.numbers.tokens import LINE
from broadsheet.numbers.units import (
    Unit,
)

_PERCENT_WORDS = frozenset(["percent", "percents", "percentage", "pct", "pc"])


_MINUS_WORDS = frozenset(["minus", "negative"])


_POWER = re.compile(
    r"(?P<mantissa>\s?[×x*]\s?(?:10\^?|(?P<base>\d{1,3})\^))(?P<power>[-−+⁻]?\d{1,3})(?![\w.])|[eE](?P<e>[-−+]?\d{1,3})(?![\w.])|\^(?P<exponent>[-+]{0,2}\d{1,2})(?![\w.])"
)


class AmountReader(MoneyReader, MeasureReader, RateReader):
    """Reads the quantity of a numeral."""

    def read(self, numeral: Numeral) -> Quantity:
        """The quantity of one numeral with the unit beside it."""
        quantity = Quantity(
            numeral.first, numeral.last, numeral.start_char, numeral.end_char, numeral.start_char, numeral.end_char,
            numeral.form, value=numeral.value, low=numeral.low, scale_text=numeral.scale_text, numerals=[numeral],
        )  # fmt: skip
        if numeral.form == "vague":
            quantity.bound = "at_least"
        self._add_power(quantity)
        self._add_sign(quantity)
        if numeral.form == "ordinal":
            quantity.kind = "ordinal"
        else:
            self._add_unit(quantity)
            self._settle_brackets(quantity)
            self._add_per(quantity)
        return quantity

    def _add_power(self, quantity: Quantity) -> None:
        """4e14, 2.48×10−5, 10^5."""
        match = _POWER.match(self.text, quantity.number_end)
        if match is None or quantity.value is None or quantity.form != "digits":
            return
        if match["mantissa"]:
            exponent = int(match["power"].replace("−", "-").replace("⁻", "-"))
            base = int(match["base"] or 10)
            factor = Fraction(base) ** exponent if abs(exponent) <= 60 and base else None
        elif match["e"]:
            exponent = int(match["e"].replace("−", "-"))
            factor = Fraction(10) ** exponent if abs(exponent) <= 60 else None
        elif abs(quantity.value) < 10**9 and match["exponent"].lstrip("+-").isdigit() and quantity.value:
            exponent = int(match["exponent"].replace("--", "-").replace("+", ""))
            factor = Fraction(abs(quantity.value)) ** exponent / abs(quantity.value) if abs(exponent) <= 60 else None
            if match["exponent"].startswith("--"):
                factor = (
                    Fraction(abs(quantity.value)) ** -exponent / abs(quantity.value) if abs(exponent) <= 60 else None
                )
        else:
            factor = None
        if factor is None:
            return
        quantity.value *= factor
        quantity.number_end = quantity.end_char = match.end()
        while quantity.last < len(self.tokens) and self.tokens[quantity.last].start_char < match.end():
            quantity.last += 1

    def _add_sign(self, quantity: Quantity) -> None:
        """A minus tied to the number, or the word before it."""
        index = quantity.first - 1
        if quantity.value is None or index < 0:
            return
        token = self.tokens[index]
        before = self.tokens[index - 1] if index else None
        if token.text in "-−–" and token.end_char == quantity.number_start:
            if before is None or token.gap or before.text in "(=,:<>[":
                quantity.value = -quantity.value
                quantity.first, quantity.start_char, quantity.number_start = index, token.start_char, token.start_char
        elif token.lower in _MINUS_WORDS and not (before is not None and before.lower in ("or", "/")):
            quantity.value = -quantity.value
            quantity.first, quantity.start_char, quantity.number_start = index, token.start_char, token.start_char

    def _add_unit(self, quantity: Quantity) -> None:
        """The unit of money, percent or measure that stands with the number."""
        if (
            self._add_absolute_zero(quantity)
            or self._add_percent(quantity)
            or self._add_kelvin(quantity)
            or self._add_money(quantity)
        ):
            return
        self._add_measure(quantity)

    def _add_absolute_zero(self, quantity: Quantity) -> bool:
        """ "absolute zero" is a temperature."""
        index = quantity.first - 1
        if quantity.value != 0 or quantity.form != "words" or self._lower(index) != "absolute":
            return False
        quantity.unit, quantity.kind = Unit("kelvin", "temperature", 1.0), "measure"
        quantity.first, quantity.start_char = index, self.tokens[index].start_char
        return True

    def _add_percent(self, quantity: Quantity) -> bool:
        if self._lower(quantity.first - 1) == "of" and self._read_percent_before(quantity):
            return True
        index = quantity.last
        tied = self._lower(index) in "-" and self._lower(index) != ""
        at = index + 1 if tied else index
        if quantity.form == "fraction" and self._lower(at) == "of" and self._lower(at + 2) == "percentage":
            at += 2
        word = self._lower(at)
        end: int | None = None
        if word in ("%", "٪", "％") or (
            word in _PERCENT_WORDS and not (word == "pc" and self.tokens[at].gap and quantity.form == "words")
        ):
            end = at + 1
        elif word == "per" and self._lower(at + 1) == "cent":
            end = at + 2
        elif word in ("basis", "bps", "bp"):
            end = (
                at + 2
                if word == "basis" and self._lower(at + 1) in ("point", "points")
                else (at + 1 if word != "basis" else None)
            )
            if end:
                self._set_unit(quantity, Unit("basis point", "ratio", 0.0001), at, end, "percentage_point")
                return True
        elif word == "pp" and quantity.form != "words":
            self._set_unit(quantity, Unit("percentage point", "ratio", 0.01), at, at + 1, "percentage_point")
            return True
        if end is None:
            return False
        step = end + 1 if self._lower(end) == "-" else end
        if self._lower(step) in ("point", "points", "pts") and word != "":
            self._set_unit(quantity, Unit("percentage point", "ratio", 0.01), at, step + 1, "percentage_point")
        else:
            self._set_unit(quantity, Unit("percent", "ratio", 0.01), at, end, "percent")
        return True

    def _read_percent_before(self, quantity: Quantity) -> bool:
        """ "per cent of 20" at the start of a line, without a number of its own."""
        at = quantity.first - 2
        if self._lower(at) not in _PERCENT_WORDS and not (self._lower(at) == "cent" and self._lower(at - 1) == "per"):
            return False
        first = at - 1 if self._lower(at) == "cent" else at
        if first != 0 and self.tokens[first - 1].kind != LINE:
            return False
        quantity.unit, quantity.kind = Unit("percent", "ratio", 0.01), "percent"
        quantity.unit_start, quantity.unit_end = self.tokens[first].start_char, self.tokens[at].end_char
        quantity.first, quantity.start_char = first, quantity.unit_start
        return True
