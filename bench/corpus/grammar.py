"""Sentences from wordings: choices in brackets, parts in braces.

Belongs here: filling one article's sentences and keeping note of which name stands for whom. Which sentences an article
has belongs in `writer`.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bench.corpus.names import Entity

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_PART = re.compile(r"\{(\w+)(?::(\w+))?\}")
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@cache
def load_templates() -> dict[str, Any]:
    """The texts, by kind of event; those of every day under `daily`."""
    return tomllib.loads(Path(__file__).with_name("templates.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Style:
    """How an outlet names things, in one article.

    spells_variant: takes the second spelling of a name. acronyms: "defined" after the long name, "alone" from the
    first sentence on, "never". has_short_firms: firms go by their short name only.
    """

    spells_variant: bool = False
    acronyms: str = "defined"
    has_short_firms: bool = False


@dataclass(slots=True)
class Speech:
    """One article's sentences in the making. names: each printed form with the entity and the kind of form."""

    source: random.Random
    style: Style
    parts: Mapping[str, Entity | float | int | str]
    money: str
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def say(self, wording: str, *, in_headline: bool = False) -> str:
        """The wording with its choices made and its parts filled in, beginning with a capital."""
        text = _CHOICE.sub(lambda found: self.source.choice(found[1].split("|")), wording)
        filled = _PART.sub(lambda found: self._fill(found[1], found[2], in_headline), text).replace(",,", ",")
        filled = re.sub(r",(?=[.;:])", "", filled)
        return filled[:1].upper() + filled[1:]

    def name(self, entity: Entity, kind: str | None = None, *, in_headline: bool = False) -> str:
        """The entity as this place of the article prints it, noted in `names`."""
        if kind == "adjective" or kind == "club":
            return self._note(entity, entity.form(kind), kind)
        if entity.entity_type == "PERSON":
            return self._name_person(entity, in_headline)
        if "acronym" in entity.forms:
            return self._name_body(entity, in_headline)
        if kind == "short" or ("short" in entity.forms and (in_headline or self.style.has_short_firms)):
            return self._note(entity, entity.form("short"), "short")
        return self._note(entity, entity.form("full"), "full")

    def _name_person(self, person: Entity, in_headline: bool) -> str:
        is_variant = self.style.spells_variant and "variant" in person.forms
        full, short = ("variant", "variant_short") if is_variant else ("full", "short")
        if in_headline:
            return self._note(person, person.form(full), full)
        if person.entity_id in self._known:
            return self._note(person, person.form(short), "surname")
        self._known.add(person.entity_id)
        return f"{self._note(person, person.form(full), full)}, {person.role},"

    def _name_body(self, body: Entity, in_headline: bool) -> str:
        if self.style.acronyms == "alone" or (in_headline and self.style.acronyms == "defined"):
            return self._note(body, body.form("acronym"), "alone" if self.style.acronyms == "alone" else "acronym")
        is_new = body.entity_id not in self._known
        self._known.add(body.entity_id)
        if self.style.acronyms == "never":
            return "the " + self._note(body, body.form("full"), "full")
        if is_new:
            acronym = self._note(body, body.form("acronym"), "acronym")
            return f"the {self._note(body, body.form('full'), 'full')} ({acronym})"
        return "the " + self._note(body, body.form("acronym"), "acronym")

    def _note(self, entity: Entity, surface: str, kind: str) -> str:
        self.names.setdefault((surface, entity.entity_id), kind)
        return surface

    def _fill(self, name: str, kind: str | None, in_headline: bool) -> str:
        part = self.parts[name]
        if isinstance(part, Entity):
            return self.name(part, kind, in_headline=in_headline)
        if isinstance(part, str):
            return part
        if kind == "digits":
            return str(part)
        return print_money(part, self.money) if kind == "money" else print_number(part)


def print_number(value: float) -> str:
    """A figure as papers print it: words below ten, groups of three, one place after the point.

    >>> print_number(7), print_number(1200), print_number(3.1)
    ('seven', '1,200', '3.1')
    """
    if isinstance(value, float):
        return f"{value:.1f}"
    return _SMALL[value] if value < len(_SMALL) else f"{value:,}"


def print_money(value: float, sign: str) -> str:
    """An amount of money, large ones in millions and billions.

    >>> print_money(2500000, "$")
    '$2.5 million'
    """
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if value >= size:
            return f"{sign}{value / size:.1f} {word}".replace(".0 ", " ")
    return f"{sign}{value:,}"
