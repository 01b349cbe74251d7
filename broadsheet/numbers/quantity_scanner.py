"""The scanner of a text: its quantities, that is numerals with sign, unit, bound, range, scale and base of a rate.

Belongs here: the order of the readers. Which kind of number it is, what it counts and how it changes are told by
kinds.py, counted.py and change.py.
"""

from __future__ import annotations

from broadsheet.numbers.amounts import UNIT_GROUPS, AmountReader
from broadsheet.numbers.bounds import add_bound
from broadsheet.numbers.carried_units import carry_units
from broadsheet.numbers.joins import JOIN_GROUPS, Joiner
from broadsheet.numbers.numeral_reader import scan_text
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import Token

# The groups of rules in the order in which a number is read.
STEPS = (
    "power",
    "sign",
    *UNIT_GROUPS,
    "brackets",
    "grouping",
    "rate",
    "speed",
    *JOIN_GROUPS,
    "shared unit",
    "two bounds",
)


def scan_quantities(text: str, country: str | None = None) -> tuple[list[Quantity], list[Token]]:
    """Every quantity of a text in order, and the tokens it was read from."""
    tokens, numerals = scan_text(text)
    reader = AmountReader(text, tokens, country)
    singles: list[Quantity] = []
    for numeral in numerals:
        if numeral.form != "none" and (not singles or numeral.first >= singles[-1].last):
            singles.append(reader.read(numeral))
            reader.floor = singles[-1].end_char
    joiner = Joiner(text, tokens, country)
    joined = joiner.join(singles)
    for quantity in joined:
        add_bound(tokens, quantity)
    bounded = joiner.join_bounds(joined)
    carry_units(tokens, bounded)
    return bounded, tokens
