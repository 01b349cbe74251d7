"""The frame of the rules of kinds: what a rule makes of a number for which it holds.

Belongs here: the registry. The rules stand in ordinal_kinds.py, numbered_things.py, plain_kinds.py and
designations.py; kinds.py says which
are asked after each other. The first that holds decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.surroundings import Context

Holds = Callable[[Context], bool]


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a rule makes of a number for which it holds; rule: what the row says, None where it stays as it is."""

    name: str
    holds: Holds
    kind: str
    rule: str | None
    bound: str | None

    def assign(self, quantity: Quantity) -> None:
        """Give a quantity the kind of this rule."""
        quantity.kind = self.kind
        quantity.rule = self.rule or quantity.rule
        quantity.bound = self.bound or quantity.bound
        quantity.read_by.append(self.name)


_RULES: dict[str, list[KindRule]] = {}


def kind_rule(
    group: str, kind: str, examples: Mapping[str, str], *, rule: str | None = None, bound: str | None = None
) -> Callable[[Holds], Holds]:
    """Register a predicate as a rule of a group that gives a number this kind."""

    def register(holds: Holds) -> Holds:
        _RULES.setdefault(group, []).append(KindRule(holds.__name__, holds, kind, rule, bound))
        return number_rule(group, examples)(holds)

    return register


def kind_rules_of(group: str) -> tuple[KindRule, ...]:
    """The rules of a group in their order; asked once the module of its rules is imported."""
    return tuple(_RULES[group])
