"""The framework of the date grammar: templates of item classes and the functions that interpret them.

Each rule is a template (see templates.py) and a function from the matched items to a spec, or None if the words only
look like a date. The longest match wins; of equally long ones the first rule. The rules themselves are in the modules
ending in _rules, which register them here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from broadsheet.dates.item_classes import CLASSES, Item
from broadsheet.dates.periods import Modified
from broadsheet.dates.specs import Spec
from broadsheet.dates.templates import compile_template

DIRECTIONS = {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "this": 0, "that": 0, "same": 0}
MODS = {"early": "START", "start": "START", "mid": "MID", "late": "END", "end": "END"}


@dataclass(slots=True)
class Match:
    """The items of one rule's match, and the items before and after.

    The class and word of a neighbour are "" where the text begins or ends, so that a rule can name that as well.
    """

    items: list[Item]
    before: Item | None
    after: Item | None

    def get(self, *names: str) -> Any:
        """Value of the first item of one of these classes; None if there is none."""
        return next((item.value for item in self.items if item.name in names), None)

    def all(self, *names: str) -> list[Any]:
        """Values of all items of these classes in order."""
        return [item.value for item in self.items if item.name in names]

    def item(self, *names: str) -> Item | None:
        """The first item of one of these classes."""
        return next((item for item in self.items if item.name in names), None)

    def has(self, *names: str) -> bool:
        """Whether any item has one of these classes."""
        return any(item.name in names for item in self.items)

    @property
    def month(self) -> Any:
        """Number of the month that is named, None if there is none; whether May is one here, `has_month` tells."""
        return self.get("month", "ambiguous")

    @property
    def class_before(self) -> str:
        """Class of the item before the match."""
        return self.before.name if self.before else ""

    @property
    def class_after(self) -> str:
        """Class of the item after the match."""
        return self.after.name if self.after else ""

    @property
    def word_before(self) -> str:
        """The word before the match, in lower case."""
        return self.before.lower if self.before else ""

    @property
    def word_after(self) -> str:
        """The word after the match, in lower case."""
        return self.after.lower if self.after else ""

    @property
    def direction(self) -> int | None:
        """-1, 0 or 1 by words like last, this and next; None if there is none."""
        return next((DIRECTIONS[item.name] for item in self.items if item.name in DIRECTIONS), None)


Build = Callable[[Match], Spec | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A template as a regular expression, the class characters it can begin with, and the function for its matches."""

    name: str
    pattern: re.Pattern[str]
    first: frozenset[str]
    build: Build


RULES: list[Rule] = []


def rule(*templates: str, name: str = "") -> Callable[[Build], Build]:
    """Register a function under one or more templates."""

    def register(build: Build) -> Build:
        for template in templates:
            pattern, first = compile_template(template, CLASSES)
            RULES.append(Rule(name or build.__name__, pattern, first, build))
        return build

    return register


def read_year(found: Match) -> int | None:
    """A printed year: four digits, or two ("August 99")."""
    year = found.get("year")
    if year is None:
        short = found.get("short")
        year = None if short is None else (1900 + int(short) if short > 40 else 2000 + int(short))
    return int(year) if year is not None else None


def has_month(found: Match) -> bool:
    """False if May, March or the like is probably another word or a name."""
    item = found.item("ambiguous")
    if item is None:
        return True
    if item.text[:1].isupper():
        return True
    return len(found.items) > 1 and not found.has("word")


def add_mod(found: Match, spec: Spec) -> Spec:
    """The spec, restricted by words like early, mid and late if the match has one."""
    mod = next((MODS[item.name] for item in found.items if item.name in MODS), None)
    return Modified(spec, mod) if mod else spec
