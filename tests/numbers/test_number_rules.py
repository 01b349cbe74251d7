"""Every rule of numbers has examples, and reads each of them as it says."""

from __future__ import annotations

from fractions import Fraction

import pytest

from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.quantity_scanner import STEPS, scan_quantities
from broadsheet.numbers.rules import RULES, NumberRule


def write_quantity(text: str, quantity: Quantity) -> str:
    """A quantity in short: value or both ends, unit, base of a rate.

    >>> text = "It fell by $3 a barrel"
    >>> write_quantity(text, scan_quantities(text)[0][0])
    '3 dollar per barrel'
    """
    is_range = quantity.low is not None and quantity.high is not None
    words = [str(quantity.low), "to", str(quantity.high)] if is_range else [_write_value(quantity)]
    if quantity.unit is not None:
        words.append(quantity.unit.name)
    if quantity.per_start is not None:
        words += ["per", text[quantity.per_start : quantity.per_end]]
    return " ".join(words)


def _write_value(quantity: Quantity) -> str:
    value: Fraction | None = quantity.low if quantity.value is None else quantity.value
    return str(value)


def _split_country(example: str) -> tuple[str | None, str]:
    """A rule that looks at the country of the source has it before its example: "DE: ..."."""
    country, mark, text = example.partition(": ")
    return (country, text) if mark and len(country) == 2 and country.isupper() else (None, example)


# The rules that the scanner asks.
SCANNED = [rule for rule in RULES if rule.group in STEPS]


@pytest.mark.parametrize("rule", SCANNED, ids=lambda rule: rule.name)
def test_rule_reads_its_examples(rule: NumberRule) -> None:
    for example, reading in rule.examples.items():
        country, text = _split_country(example)
        quantities, _ = scan_quantities(text, country)
        found = {write_quantity(text, quantity): quantity.read_by for quantity in quantities}
        assert reading in found, text
        assert rule.name in found[reading], text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_says_what_it_gives(rule: NumberRule) -> None:
    assert rule.examples
    assert rule.gives


def test_names_of_rules_are_distinct() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
