"""Every rule of what a number means (kind, age, bound, change, what it counts) reads its examples as it says."""

from __future__ import annotations

import pytest

from broadsheet.numbers import bounds
from broadsheet.numbers.bound_exceptions import NO_BOUND_AFTER, NO_BOUND_BEFORE
from broadsheet.numbers.change import find_changes
from broadsheet.numbers.counted import find_counted
from broadsheet.numbers.kinds import classify_kinds
from broadsheet.numbers.multiples import find_multiples
from broadsheet.numbers.quantity_scanner import STEPS, scan_quantities
from broadsheet.numbers.rules import RULES, NumberRule

# What the rules of a group say of a number, written after its surface: "34 age", "5% rise", "40 at_least".
MEANINGS = {
    "age with a unit": "kind",
    "age": "kind",
    "age of a person": "kind",
    "age in a life": "kind",
    "kind of an ordinal": "kind",
    "kind of a plain number": "kind",
    "kind of a numbered thing": "kind",
    "kind of a number as a name": "kind",
    "kind of a designation": "kind",
    "bound": "bound",
    "no bound before": "bound",
    "no bound after": "bound",
    "change of a multiple": "change",
    "change": "change",
    "counted": "counted",
}
# Names that the reader finds in an example: start, end, type.
NAMED = {"The Falcon 9 rocket rose.": [(4, 10, "PRODUCT")]}
# Rules of currencies are read in test_currencies.py.
READ = [rule for rule in RULES if rule.group not in STEPS and rule.group != "currency"]
AGAINST_BOUNDS = [*NO_BOUND_BEFORE, *NO_BOUND_AFTER]


def read_meanings(text: str, meaning: str) -> dict[str, list[str]]:
    """What is said of the quantities of a text, with the rules that say it."""
    quantities, tokens = scan_quantities(text)
    kept = classify_kinds(text, tokens, quantities, NAMED.get(text, []))
    kept += find_multiples(text, tokens, kept)
    changes = find_changes(tokens, kept)
    found: dict[str, list[str]] = {}
    for index, quantity in enumerate(kept):
        counted = find_counted(tokens, quantity, None)
        said = {
            "kind": quantity.kind,
            "bound": quantity.bound,
            "change": changes[index].role if index in changes else "",
            "counted": text[counted.start_char : counted.end_char] if counted else "",
        }
        rules = [*quantity.read_by, *([counted.rule] if counted else [])]
        found[f"{text[quantity.start_char : quantity.end_char]} {said[meaning]}"] = rules
    left_out = (quantity for quantity in quantities if quantity.kind == "none")
    return found | {f"{text[q.start_char : q.end_char]} none": q.read_by for q in left_out}


def read_bounds(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(quantity.bound, quantity.bound_start, quantity.bound_end) for quantity in scan_quantities(text)[0]]


@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.name)
def test_rule_reads_its_examples(rule: NumberRule) -> None:
    for text, reading in rule.examples.items():
        found = read_meanings(text, MEANINGS[rule.group])
        assert reading in found, text
        assert rule in AGAINST_BOUNDS or rule.name in found[reading], text


@pytest.mark.parametrize("rule", AGAINST_BOUNDS, ids=lambda rule: rule.name)
def test_words_are_a_bound_without_the_rule_against_it(rule: NumberRule, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in rule.examples:
        before = read_bounds(text)
        with monkeypatch.context() as patch:
            for name in ("NO_BOUND_BEFORE", "NO_BOUND_AFTER"):
                patch.setattr(bounds, name, [other for other in getattr(bounds, name) if other is not rule])
            assert read_bounds(text) != before, text


def test_an_age_is_joined_to_the_age_before_it() -> None:
    assert set(read_meanings("Two men aged 22, 25 and 31 fled.", "kind")) >= {"22 age", "25 age", "31 age"}


def test_a_phone_number_is_one_number() -> None:
    assert "020 7946 0958 phone" in read_meanings("Ring 020 7946 0958 today.", "kind")
