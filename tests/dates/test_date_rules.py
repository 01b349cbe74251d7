"""Every rule of dates has an example, and finds an expression in it."""

from __future__ import annotations

from datetime import date

import pytest

from broadsheet.dates.find import read_dates
from broadsheet.dates.grammar import RULES
from broadsheet.dates.specs import Anchor
from broadsheet.docs_rules import load_date_examples

EXAMPLES = load_date_examples()


def test_every_rule_has_an_example() -> None:
    assert set(EXAMPLES) == {rule.name for rule in RULES}


@pytest.mark.parametrize("name", EXAMPLES)
def test_rule_reads_its_example(name: str) -> None:
    found = read_dates(EXAMPLES[name]["text"], Anchor(date(2024, 3, 7), "published"))
    assert name in [expression.rule for expression, _ in found]
