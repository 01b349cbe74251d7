"""The frame of the rules of numbers: each has a name, examples with what is read there, and what it gives.

Belongs here: the registry and asking a group of rules in order. The rules themselves stand beside the words they read
(ranges.py, compounds.py, money.py, measures.py, rates.py and others) and add themselves here. A group is one step of
reading; its rules are asked in the order in which they stand in their module, and the first that takes the words wins.
Which groups are asked after each other is said by the reader of the step: amounts.py for one number, joins.py for two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

Apply = TypeVar("Apply", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class NumberRule:
    """One rule. `apply` gives something true where the rule took the words, else None or False.

    A quantity keeps the names of the rules that made it (`Quantity.read_by`).

    examples: a text and what the rule reads there, as tests/numbers/test_number_rules.py writes it. template: the
    words that the rule is asked for, where its group has templates.
    """

    name: str
    group: str
    examples: Mapping[str, str]
    gives: str
    apply: Callable[..., Any]
    template: str = ""


RULES: list[NumberRule] = []


def number_rule(group: str, examples: Mapping[str, str], *, template: str = "") -> Callable[[Apply], Apply]:
    """Register a function as a rule of a group; its name is the rule's, its first sentence says what the rule gives."""

    def register(apply: Apply) -> Apply:
        name = apply.__name__.strip("_")
        RULES.append(NumberRule(name, group, examples, _first_sentence(apply), apply, template))
        return apply

    return register


@cache
def rules_of(group: str) -> tuple[NumberRule, ...]:
    """The rules of a group in their order; asked once all modules of its rules are imported."""
    return tuple(rule for rule in RULES if rule.group == group)


def _first_sentence(apply: Callable[..., Any]) -> str:
    return re.split(r"\.\s+(?=[A-Z])", (apply.__doc__ or "").strip())[0].rstrip(".")
