"""Every rule of numbers has examples, and reads each of them as it says."""

from __future__ import annotations

from fractions import Fraction

import pytest

from broadsheet.numbers import bounds
from broadsheet.numbers.bound_exceptions import NO_BOUND_AFTER, NO_BOUND_BEFORE
from broadsheet.numbers.change import find_changes
from broadsheet.numbers.counted import find_counted
from broadsheet.numbers.kinds import classify_kinds
from broadsheet.numbers.multiples import find_multiples
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.quantity_scanner import scan_quantities
from broadsheet.numbers.rules import RULES, NumberRule, rules_of


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


def read_quantities(text: str) -> dict[str, list[str]]:
    """The quantities of a text in short, with the rules that read each."""
    return {write_quantity(text, quantity): quantity.read_by for quantity in scan_quantities(text)[0]}


# What the rules of a group say of a number, written after its surface: "34 age", "5% rise", "40 at_least".
MEANINGS = {
    "age with a unit": "kind",
    "age": "kind",
    "kind of an ordinal": "kind",
    "kind of a plain number": "kind",
    "bound": "bound",
    "no bound before": "bound",
    "no bound after": "bound",
    "change of a multiple": "change",
    "change": "change",
    "counted": "counted",
}


def read_meanings(text: str, group: str) -> dict[str, list[str]]:
    """What is said of the quantities of a text, with the rules that say it."""
    quantities, tokens = scan_quantities(text)
    kept = classify_kinds(text, tokens, quantities, [])
    kept += find_multiples(text, tokens, kept)
    changes = find_changes(tokens, kept)
    found: dict[str, list[str]] = {}
    for index, quantity in enumerate(kept):
        counted = find_counted(text, tokens, quantity, None)
        said = {
            "kind": quantity.kind,
            "bound": quantity.bound,
            "change": changes[index].role if index in changes else "",
            "counted": text[counted.start_char : counted.end_char] if counted else "",
        }
        rules = [*quantity.read_by, *([counted.rule] if counted else [])]
        if group.startswith("no bound"):
            rules += [rule.name for rule in rules_of(group)]
        found[f"{text[quantity.start_char : quantity.end_char]} {said[MEANINGS[group]]}"] = rules
    left_out = (quantity for quantity in quantities if quantity.kind == "none")
    return found | {f"{text[q.start_char : q.end_char]} none": q.read_by for q in left_out}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_reads_its_examples(rule: NumberRule) -> None:
    for text, reading in rule.examples.items():
        found = read_meanings(text, rule.group) if rule.group in MEANINGS else read_quantities(text)
        assert reading in found, text
        assert rule.name in found[reading], text


@pytest.mark.parametrize("rule", NO_BOUND_BEFORE + NO_BOUND_AFTER, ids=lambda rule: rule.name)
def test_words_are_a_bound_without_the_rule_against_it(rule: NumberRule, monkeypatch: pytest.MonkeyPatch) -> None:
    text = next(iter(rule.examples))
    before = read_bounds(text)
    for name in ("NO_BOUND_BEFORE", "NO_BOUND_AFTER"):
        others = tuple(other for other in getattr(bounds, name) if other is not rule)
        monkeypatch.setattr(bounds, name, others)
    assert read_bounds(text) != before


def read_bounds(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(quantity.bound, quantity.bound_start, quantity.bound_end) for quantity in scan_quantities(text)[0]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_says_what_it_gives(rule: NumberRule) -> None:
    assert rule.examples
    assert rule.gives


def test_names_of_rules_are_distinct() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
