"""The tables that tell places of one name apart: cities with their people, parts of countries, continents.

Belongs here: reading them once per process and looking up. Which place an article means is decided in `places`.
"""

from __future__ import annotations

import csv
import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from broadsheet.entities.names import fold_name
from broadsheet.errors import FaultError

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class City:
    """A city: its country (ISO 3166-1), the part of it (ISO 3166-2, where known), GeoNames id, people and point."""

    name: str
    country_code: str
    part: str | None
    geonames_id: int
    people: int
    point: Point

    @property
    def thousands(self) -> float:
        return self.people / 1000


@dataclass(frozen=True, slots=True)
class Region:
    """A country, a part of one, a county, or a region of the world; its point is the mean of its cities.

    place_id: ISO 3166-1 or 3166-2, UN M49, or gn:<GeoNames id>. kind: country, region, county or continent. within: the
    part of the country that a county lies in.
    """

    place_id: str
    kind: str
    name: str
    names: tuple[str, ...]
    within: str | None
    country_code: str | None
    geonames_id: int | None
    people: int | None
    point: Point


@dataclass(frozen=True, slots=True)
class Namesakes:
    """A name of a state and of another place, with the words that speak for either."""

    state: str
    other: str
    words: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Keys of `regions` and `parts` are folded names, of `areas` place ids; `short` and `namesakes` are as written.

    town_of: what stands between a people and a town of theirs, as in "the Canadian city of London".
    compounds: words with which a people is none: "Latin American". site_heads, wide_heads: last words of the names of
    streets and buildings, of seas and the like.
    lines: the cities as CSV, in order of their folded names, each read when its name is looked up.
    """

    language: str = ""
    lines: tuple[str, ...] = ()
    regions: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, int] = field(default_factory=dict)
    namesakes: Mapping[str, Namesakes] = field(default_factory=dict)
    areas: Mapping[str, Region] = field(default_factory=dict)
    parts: Mapping[str, tuple[Region, ...]] = field(default_factory=dict)
    town_of: re.Pattern[str] | None = None
    compounds: frozenset[str] = frozenset()
    site_heads: frozenset[str] = frozenset()
    wide_heads: frozenset[str] = frozenset()

    def find_cities(self, name: str) -> tuple[City, ...]:
        """The cities of that name, the largest first."""
        return _find_cities(self.language, fold_name(name)) if self.lines else ()

    def find_region(self, name: str) -> str | None:
        """ISO 3166-2 code of a part of a country, or UN M49 code of a continent or region of the world."""
        return self.short.get(name) if name in self.short else self.regions.get(fold_name(name))

    def find_parts(self, name: str) -> tuple[Region, ...]:
        """The parts of countries and the counties of that name."""
        return self.parts.get(fold_name(name), ())

    def find_namesakes(self, name: str) -> Namesakes | None:
        """What else a name of a state is, for one that is listed; "WASHINGTON" is Washington."""
        return self.namesakes.get(name) or (self.namesakes.get(name.title()) if name.isupper() else None)

    def find_city(self, geonames_id: int) -> City | None:
        """The city of that id; None where it is not listed."""
        line = _number_lines(self.language).get(geonames_id) if self.lines else None
        return _read_city(self.lines[line]) if line is not None else None


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
    lines = tuple(folder.joinpath("cities.csv").read_text(encoding="utf-8").splitlines()[2:])
    areas = _read_areas(folder.joinpath("regions.csv").read_text(encoding="utf-8"))
    ids = {code: int(number) for code, number in (*raw["continents"].items(), *raw["state_ids"].items())}
    return PlaceTable(
        language=language,
        lines=lines,
        regions=_read_regions(raw),
        short=raw["short"],
        ids=ids,
        namesakes={name: _read_namesakes(listed) for name, listed in cues["namesakes"].items()},
        areas=areas,
        parts=_name_parts(areas),
        town_of=re.compile(rf" (?:[a-z-]+ ){{0,2}}(?:{'|'.join(cues['towns'])}) of "),
        compounds=frozenset(cues["compounds"]),
        site_heads=frozenset(cues["site_heads"]),
        wide_heads=frozenset(cues["wide_heads"]),
    )


def _read_city(line: str) -> City:
    name, country, part, number, people, latitude, longitude = next(csv.reader([line]))
    place = (float(latitude), float(longitude))
    return City(name, country, f"{country}-{part}" if part else None, int(number), int(people), place)


def _fold_line(line: str) -> str:
    return fold_name(next(csv.reader([line]))[0] if line.startswith('"') else line.partition(",")[0])


@lru_cache(maxsize=1 << 14)
def _find_cities(language: str, folded: str) -> tuple[City, ...]:
    lines = load_place_table(language).lines
    index = bisect_left(lines, folded, key=_fold_line)
    found = []
    while index < len(lines) and _fold_line(lines[index]) == folded:
        found.append(_read_city(lines[index]))
        index += 1
    return tuple({city.geonames_id: city for city in found}.values())


@cache
def _number_lines(language: str) -> dict[int, int]:
    """The line of each city by its GeoNames id."""
    numbered: dict[int, int] = {}
    for index, line in enumerate(load_place_table(language).lines):
        numbered.setdefault(int(line.rsplit(",", 4)[1]), index)
    return numbered


def _read_areas(text: str) -> dict[str, Region]:
    areas = {}
    for code, kind, name, names, within, country, number, people, *point in csv.reader(text.splitlines()[2:]):
        place = (float(point[0]), float(point[1]))
        listed = tuple(names.split("|")) if names else ()
        ids = int(number) if number else None, int(people) if people else None
        areas[code] = Region(code, kind, name, listed, within or None, country or None, *ids, place)
    return areas


def _name_parts(areas: Mapping[str, Region]) -> dict[str, tuple[Region, ...]]:
    named: dict[str, dict[str, Region]] = defaultdict(dict)
    for area in areas.values():
        if area.kind in ("region", "county"):
            for name in (area.name, *area.names):
                named[fold_name(name)][area.place_id] = area
    return {name: tuple(found.values()) for name, found in named.items()}


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
