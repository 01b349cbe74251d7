"""The tables that tell places of one name apart: cities with their people, parts of countries, continents.

Belongs here: reading them once per process and looking up. Which place an article means is decided in `places`.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from broadsheet.entities.names import fold_name
from broadsheet.errors import FaultError


@dataclass(frozen=True, slots=True)
class City:
    """A city: country (ISO 3166-1), part of it (ISO 3166-2, where listed), GeoNames id, thousands of people."""

    country_code: str
    part: str | None
    geonames_id: int
    thousands: int


@dataclass(frozen=True, slots=True)
class Namesakes:
    """A name of a state and of another place, with the words that speak for either."""

    state: str
    other: str
    words: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Keys of `cities` and `regions` are folded names; those of `short` and `namesakes` are as written."""

    cities: Mapping[str, tuple[City, ...]] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, int] = field(default_factory=dict)
    namesakes: Mapping[str, Namesakes] = field(default_factory=dict)

    def find_cities(self, name: str) -> tuple[City, ...]:
        """The cities of that name, the largest first."""
        return self.cities.get(fold_name(name), ())

    def find_region(self, name: str) -> str | None:
        """ISO 3166-2 code of a part of a country, or UN M49 code of a continent or region of the world."""
        return self.short.get(name) if name in self.short else self.regions.get(fold_name(name))


@cache
def load_place_table(language: str) -> PlaceTable:
    """The tables of a language; an empty PlaceTable where there are none. Raises FaultError for a broken file."""
    folder = files("broadsheet").joinpath("lang", language)
    if not folder.joinpath("regions.toml").is_file():
        return PlaceTable()
    try:
        raw = tomllib.loads(folder.joinpath("regions.toml").read_text(encoding="utf-8"))
        cues = tomllib.loads(folder.joinpath("place_cues.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, FileNotFoundError) as error:
        raise FaultError(f"The table of places of {language} cannot be read: {error}.") from error
    ids = {code: int(number) for code, number in (*raw["continents"].items(), *raw["state_ids"].items())}
    return PlaceTable(
        cities=_read_cities(folder.joinpath("cities.csv").read_text(encoding="utf-8")),
        regions=_read_regions(raw),
        short=raw["short"],
        ids=ids,
        namesakes={name: _read_namesakes(listed) for name, listed in cues["namesakes"].items()},
    )


def _read_cities(text: str) -> dict[str, tuple[City, ...]]:
    found: dict[str, list[City]] = defaultdict(list)
    for name, country, part, number, thousands in list(csv.reader(text.splitlines()[1:]))[1:]:
        city = City(country, f"{country}-{part}" if part else None, int(number), int(thousands))
        found[fold_name(name)].append(city)
    return {name: tuple(sorted(cities, key=lambda city: -city.thousands)) for name, cities in found.items()}


def _read_regions(raw: Mapping[str, Any]) -> dict[str, str]:
    listed = (*raw["m49"].items(), *(item for parts in raw["subdivisions"].values() for item in parts.items()))
    regions: dict[str, str] = {}
    for code, names in listed:
        for name in names:
            regions.setdefault(fold_name(name), code)
    return regions


def _read_namesakes(listed: Mapping[str, Any]) -> Namesakes:
    words = {key: frozenset(words) for key, words in listed.items() if not isinstance(words, str)}
    return Namesakes(listed["state"], listed["other"], words)
