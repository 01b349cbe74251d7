"""Which place of a name is meant, by the other places of the article: what happens in one town happens near others.

Belongs here: settling names that nothing else settled, or only the size of a city, by distance. Names with a state or
country behind them are settled in `places` and stay.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from broadsheet.analysed import TextPart
from broadsheet.entities.cities import PlaceCodes, make_city, outshines
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.place_table import City, PlaceTable, Point

# Kilometres: a town is near another one; a town of the same name is far from all of them.
_NEAR, _FAR = 100.0, 400.0
# Two towns nearby speak against a city that only its size speaks for.
_LEAST_AGAINST = 2
# Names that are all open need two others that have a town this near.
_TOGETHER, _LEAST_TOGETHER = 60.0, 2
_EARTH_DIAMETER = 12_742.0
# A street, hospital or county of that name is another place.
_LONGER = re.compile(
    r"(?:'s?|’s?)? (?:[A-Z]|street|road|avenue|river|county|hospital|school|university|district|area)|-\w"
)
_LEAST_LETTERS = 4


def settle_near(
    parts: Sequence[TextPart],
    names: Sequence[Name],
    codes: Sequence[PlaceCodes],
    contained: Collection[int],
    table: PlaceTable,
) -> list[PlaceCodes]:
    """The codes, with those of names added or changed that one place near the article's other places has.

    contained: names that a state or country stands behind.
    """
    anchors = _find_anchors(names, codes, table)
    open_names = {
        fold_name(name.surface): (name, codes[index])
        for index, name in enumerate(names)
        if index not in contained and _may_settle(parts, name, codes[index])
    }
    settled = {folded: _find_near(*listed, anchors, table) for folded, listed in open_names.items()}
    left = [name for folded, (name, code) in open_names.items() if not settled[folded] and code.place_id is None]
    settled |= _settle_together(left, anchors, table)
    found = []
    for index, (name, code) in enumerate(zip(names, codes, strict=True)):
        near = settled.get(fold_name(name.surface))
        is_open = near is not None and index not in contained and _may_settle(parts, name, code)
        found.append(near if near is not None and is_open else code)
    return _repeat(names, found, contained)


def measure_km(one: Point, other: Point) -> float:
    """Kilometres between two points, each latitude and longitude in degrees.

    >>> round(measure_km((51.5, -0.13), (48.86, 2.35)))
    343
    """
    up, east = math.radians(other[0] - one[0]) / 2, math.radians(other[1] - one[1]) / 2
    level = math.cos(math.radians(one[0])) * math.cos(math.radians(other[0]))
    return _EARTH_DIAMETER * math.asin(min(1.0, math.sqrt(math.sin(up) ** 2 + level * math.sin(east) ** 2)))


def _find_anchors(names: Sequence[Name], codes: Sequence[PlaceCodes], table: PlaceTable) -> dict[str, Point]:
    """The towns and counties of the article that more than their size speaks for, by name."""
    anchors = {}
    for name, code in zip(names, codes, strict=True):
        if name.mention_type != "LOC" or code.place_id is None or code.method == "size":
            continue
        area = table.areas.get(code.place_id)
        city = table.find_city(code.geonames_id) if area is None and code.geonames_id else None
        if city is not None:
            anchors[fold_name(name.surface)] = city.point
        elif area is not None and area.kind == "county":
            anchors[fold_name(name.surface)] = area.point
    return anchors


def _may_settle(parts: Sequence[TextPart], name: Name, code: PlaceCodes) -> bool:
    if name.mention_type != "LOC" or (code.place_id is not None and code.method != "size"):
        return False
    is_longer = _LONGER.match(parts[name.part_index].text, name.end_char)
    return len(name.surface) >= _LEAST_LETTERS and is_longer is None


def _find_near(name: Name, code: PlaceCodes, anchors: dict[str, Point], table: PlaceTable) -> PlaceCodes | None:
    """The one city of the name that lies near others of the article; None where there are two, or none."""
    others = [point for folded, point in anchors.items() if folded != fold_name(name.surface)]
    cities = table.find_cities(name.surface)
    near = [city for city in cities if _count_near(city, others, _NEAR)]
    if len(near) != 1:
        return None
    best = near[0]
    if code.country_code and code.country_code != best.country_code and code.method is None:
        return None
    is_open = code.geonames_id == best.geonames_id or (code.method != "size" and not _is_outshone(best, cities, others))
    return make_city(best, "near") if is_open or _outweighs(best, code, cities, others) else None


def _is_outshone(best: City, cities: Sequence[City], others: Sequence[Point]) -> bool:
    """Whether one town nearby speaks for a small place of a name that all know from elsewhere: Valencia is in Spain."""
    is_known = any(outshines(city, best) for city in cities)
    return is_known and _count_near(best, others, _NEAR) < _LEAST_AGAINST


def _outweighs(best: City, code: PlaceCodes, cities: Sequence[City], others: Sequence[Point]) -> bool:
    """Whether several towns nearby speak against a city that only its size speaks for."""
    famous = next((city for city in cities if city.geonames_id == code.geonames_id), None)
    is_far = famous is None or not _count_near(famous, others, _FAR)
    return is_far and _count_near(best, others, _NEAR) >= _LEAST_AGAINST


def _settle_together(
    names: Sequence[Name], anchors: dict[str, Point], table: PlaceTable
) -> dict[str, PlaceCodes | None]:
    """Cities of names that only together tell: three names that are all towns of one district mean those towns."""
    choices = {fold_name(name.surface): table.find_cities(name.surface) for name in names}
    cells: dict[tuple[int, int], list[tuple[str, Point]]] = defaultdict(list)
    for folded, point in anchors.items():
        cells[_cell(point)].append((folded, point))
    for folded, cities in choices.items():
        for city in cities:
            cells[_cell(city.point)].append((folded, city.point))
    settled: dict[str, PlaceCodes | None] = {}
    for folded, cities in choices.items():
        supported = [(len(_find_neighbours(folded, city.point, cells)), city) for city in cities]
        supported = [(count, city) for count, city in supported if count]
        if len(supported) == 1 and supported[0][0] >= _LEAST_TOGETHER:
            settled[folded] = make_city(supported[0][1], "near")
    return settled


def _find_neighbours(folded: str, point: Point, cells: Mapping[tuple[int, int], list[tuple[str, Point]]]) -> set[str]:
    """The other names that have a town near a point."""
    row, column = _cell(point)
    around = ((row + up, column + east) for up in (-1, 0, 1) for east in (-1, 0, 1))
    return {
        other
        for cell in around
        for other, place in cells.get(cell, ())
        if other != folded and measure_km(point, place) <= _TOGETHER
    }


def _cell(point: Point) -> tuple[int, int]:
    return math.floor(point[0]), math.floor(point[1])


def _count_near(city: City, points: Sequence[Point], reach: float) -> int:
    return sum(measure_km(city.point, point) <= reach for point in points)


def _repeat(names: Sequence[Name], codes: Sequence[PlaceCodes], contained: Collection[int]) -> list[PlaceCodes]:
    """The codes, with those of a place that is linked elsewhere in the article, and there always to the same."""
    linked: dict[str, Counter[tuple[str | None, int | None, str]]] = {}
    for name, code in zip(names, codes, strict=True):
        if name.mention_type == "LOC" and code.place_id is not None:
            key = (code.country_code, code.geonames_id, code.place_id)
            linked.setdefault(fold_name(name.surface), Counter())[key] += 1
    repeated = []
    for index, (name, code) in enumerate(zip(names, codes, strict=True)):
        known = linked.get(fold_name(name.surface), Counter())
        is_open = name.mention_type == "LOC" and code.place_id is None and index not in contained
        if is_open and len(known) == 1 and code.country_code in (None, next(iter(known))[0]):
            country, number, place = next(iter(known))
            code = replace(code, country_code=country, geonames_id=number, place_id=place, method="repeat")
        repeated.append(code)
    return repeated
