"""One quantity from one numeral: the order of the rules of power, sign, unit, brackets and rate.

Belongs here too: rules of power and sign. Those of units are in temperatures.py, percents.py, money.py, measures.py and
short_scales.py; the first that takes the words wins. The base of a rate is asked for last (rates.py).
"""

from __future__ import annotations

import re
from fractions import Fraction

from broadsheet.numbers import (
    clock_times,
    compact_measures,
    measures,
    money,
    money_forms,
    percents,
    rates,
    short_scales,
    temperatures,
    tens,
    thousands_points,
)
from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.numeral import Numeral
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule, rules_of

# Importing the modules of rules adds their rules.
RULE_MODULES = (
    clock_times, compact_measures, temperatures, percents, money, money_forms, measures, short_scales,
    tens, thousands_points, rates,
)  # fmt: skip
UNIT_GROUPS = (
    "time of day",
    "compact measure",
    "temperature",
    "percent",
    "money",
    "measure",
    "degrees",
    "scale",
    "tens",
)

_POWER = re.compile(
    r"(?P<mantissa>\s?[×x*]\s?(?:10\^?|(?P<base>\d{1,3})\^))(?P<power>[-−+⁻]?\d{1,3})(?![\w.])|[eE](?P<e>[-−+]?\d{1,3})(?![\w.])|\^(?P<exponent>[-+]{0,2}\d{1,2})(?![\w.])"
)
_MINUS_SIGNS = frozenset("-−–")
_HYPHENS = frozenset("-‐‑")
_BEFORE_MINUS = frozenset("(=,:<>[")
_MINUS_WORDS = load_word_set("number_contexts", "minus")
_LARGEST_EXPONENT = 60
_LARGEST_OWN_BASE = 10**9


class AmountReader(Cursor):
    """Reads the quantity of a numeral."""

    def read(self, numeral: Numeral) -> Quantity:
        """The quantity of one numeral with the unit beside it."""
        quantity = Quantity(
            numeral.first, numeral.last, numeral.start_char, numeral.end_char, numeral.start_char, numeral.end_char,
            numeral.form, value=numeral.value, low=numeral.low, scale_text=numeral.scale_text, numerals=[numeral],
        )  # fmt: skip
        if numeral.form == "vague":
            quantity.bound = "at_least"
        elif numeral.form == "rough":
            quantity.bound = "about"
        self._ask(quantity, "power")
        self._ask(quantity, "sign")
        if numeral.form == "ordinal":
            quantity.kind = "ordinal"
        else:
            self._ask(quantity, *UNIT_GROUPS)
            self._ask(quantity, "brackets")
            self._ask(quantity, "grouping")
            rates.add_base(self, quantity)
        return quantity

    def _ask(self, quantity: Quantity, *groups: str) -> None:
        """Let the first rule that takes the words change the quantity."""
        for group in groups:
            for rule in rules_of(group):
                if rule.apply(self, quantity):
                    quantity.read_by.append(rule.name)
                    return


@number_rule("power", {"4e3 of them": "4000", "2.5 × 10^3 of them": "2500", "10^3 of them": "1000"})
def power(cursor: Cursor, quantity: Quantity) -> bool:
    """A number times or to a power."""
    match = _POWER.match(cursor.text, quantity.number_end)
    if match is None or quantity.value is None or quantity.form != "digits":
        return False
    factor = _read_factor(match, quantity.value)
    if factor is None:
        return False
    quantity.value *= factor
    quantity.number_end = match.end()
    cursor.extend(quantity, match.end())
    return True


def _read_factor(match: re.Match[str], value: Fraction) -> Fraction | None:
    """What a power multiplies the number before it by; None where it is too large."""
    if match["mantissa"]:
        return _raise(Fraction(match["base"] or 10), match["power"])
    if match["e"]:
        return _raise(Fraction(10), match["e"])
    base = abs(value)
    raised = _raise(base, match["exponent"]) if base < _LARGEST_OWN_BASE else None
    return None if raised is None else raised / base


def _raise(base: Fraction, written: str) -> Fraction | None:
    exponent = int(re.sub("[−⁻]", "-", written).replace("--", "").replace("+", ""))
    return base**exponent if base and abs(exponent) <= _LARGEST_EXPONENT else None


@number_rule("sign", {"It rose from -5 to 3": "-5"})
def minus_sign(cursor: Cursor, quantity: Quantity) -> bool:
    """A negative number by the sign that is tied to it."""
    index = quantity.first - 1
    if quantity.value is None or cursor.lower(index) not in _MINUS_SIGNS:
        return False
    sign = cursor.tokens[index]
    is_free = index == 0 or sign.gap or cursor.lower(index - 1) in _BEFORE_MINUS
    return sign.end_char == quantity.number_start and is_free and _negate(cursor, quantity, index)


@number_rule("sign", {"It was minus five outside": "-5", "It fell to minus-130": "-130"})
def minus_word(cursor: Cursor, quantity: Quantity) -> bool:
    """A negative number by the word before it; "plus or minus" is none."""
    index = quantity.first - 1
    if cursor.lower(index) in _HYPHENS and not cursor.tokens[index].gap and not cursor.tokens[quantity.first].gap:
        index -= 1
    is_minus = quantity.value is not None and cursor.lower(index) in _MINUS_WORDS
    return is_minus and cursor.lower(index - 1) not in ("or", "/") and _negate(cursor, quantity, index)


def _negate(cursor: Cursor, quantity: Quantity, index: int) -> bool:
    """Negative, from the token of its sign on."""
    sign = cursor.tokens[index]
    quantity.value = -(quantity.value or Fraction(0))
    quantity.first, quantity.start_char, quantity.number_start = index, sign.start_char, sign.start_char
    return True
