"""Which city of a name an article means, by its other places, the country of the source, and the number of people.

Belongs here: scoring cities of one name. Countries, states and regions belong to `places`.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Place
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.place_table import City, PlaceTable

_SENTENCE_END = re.compile(r"[.!?—–:]\s|\n")
# How much the country, the part of it and the source speak for a city, in powers of ten of its people.
_COUNTRY, _PART, _SOURCE, _CAPITAL = 1.6, 1.6, 1.0, 1.0
# A city is chosen if it is this far before the next one; one that nothing speaks for needs this many thousands.
_MARGIN = 0.7
_KNOWN_EVERYWHERE = 400
_FAR_LARGER = 8
_SMALL = 150
_VILLAGE = 15_000


@dataclass(frozen=True, slots=True)
class PlaceCodes:
    """Country (ISO 3166-1 alpha-2), GeoNames id, and `gn:<id>` or the ISO 3166 or UN M49 code.

    method: what told that this place is meant (see `METHODS`), where one is.
    """

    country_code: str | None = None
    geonames_id: int | None = None
    place_id: str | None = None
    method: str | None = None


# How sure a place is that was found in that way: the share of right ones on the even articles of geowebnews, rounded.
METHODS = {
    "only_one": 0.98,
    "container": 0.97,
    "people": 0.98,
    "words": 0.95,
    "evidence": 0.95,
    "size": 0.92,
    "near": 0.9,
    "repeat": 0.9,
}


@dataclass(slots=True)
class Evidence:
    """How often the article names a country or a part of one, what its places lie in, and whose the source is."""

    countries: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    behind: dict[int, str] = field(default_factory=dict)
    by_name: dict[str, list[tuple[str, Name]]] = field(default_factory=lambda: defaultdict(list))
    source: str | None = None


def choose_city(
    parts: Sequence[TextPart],
    name: Name,
    container: str | None,
    place: Place | None,
    table: PlaceTable,
    evidence: Evidence,
) -> PlaceCodes:
    """The city that a name means. container: the state or country right behind it; place: its most common meaning."""
    listed = evidence.by_name.get(fold_name(name.surface), ())
    if container is None and listed:
        container, is_other = _inherit(parts, name, listed)
        if is_other:
            evidence = Evidence(source=evidence.source)
    cities = table.find_cities(name.surface)
    if container is not None:
        inside = [city for city in cities if container in (city.part, city.country_code)]
        return make_city(inside[0], "container") if inside and _is_clear(inside) else PlaceCodes(container[:2])
    if cities:
        return _choose_by_score(cities, place, evidence)
    if place is None or is_elsewhere(place.country_code, evidence):
        return PlaceCodes()
    return PlaceCodes(place.country_code, place.geonames_id, _id(place.geonames_id), "only_one")


def is_elsewhere(country: str | None, evidence: Evidence) -> bool:
    """Whether article and source speak of other countries alone."""
    spoken_of = {*evidence.countries, evidence.source} - {None}
    return bool(spoken_of) and country not in spoken_of


def _inherit(parts: Sequence[TextPart], name: Name, listed: Sequence[tuple[str, Name]]) -> tuple[str | None, bool]:
    """The state or country that stands behind the name elsewhere in the article, and whether another place is meant.

    "from London, Ontario, to London" tells two apart in one sentence.
    """
    named = {code for code, other in listed if not _share_clause(parts, name, other)}
    if named:
        return (named.pop() if len(named) == 1 else None), False
    is_later = any(other.start_char < name.start_char for _, other in listed)
    return (None, True) if is_later else (listed[0][0], False)


def _choose_by_score(cities: Sequence[City], place: Place | None, evidence: Evidence) -> PlaceCodes:
    """The city that is clearly before the others of its name and that something speaks for; else what is sure."""
    capital = _find_capital(place)
    scored = sorted(((_score(city, capital, evidence), city) for city in cities), key=lambda item: -item[0])
    best = scored[0][1]
    is_shown = best.country_code in (*evidence.countries, evidence.source)
    rivals = [
        city for score, city in scored[1:] if score > scored[0][0] - _MARGIN or _may_outshine(city, best, evidence)
    ]
    if rivals:
        is_one = is_shown and {city.country_code for city in rivals} == {best.country_code}
        return PlaceCodes(best.country_code if is_one else None)
    is_famous = best.geonames_id == capital or best.thousands >= _KNOWN_EVERYWHERE
    if not is_famous and not (is_shown and _may_be_meant(best, evidence)):
        return PlaceCodes()
    return make_city(best, _name_method(best, cities, evidence) if is_shown else "size")


def _name_method(best: City, cities: Sequence[City], evidence: Evidence) -> str:
    """How a city is told of which article or source speaks; by its size, where the article names a rival's country.

    A paper of London that tells of London and of Canada alone.
    """
    if evidence.countries[best.country_code]:
        return "evidence"
    is_doubted = any(evidence.countries[city.country_code] and city.thousands >= _SMALL for city in cities)
    return "size" if is_doubted else "evidence"


def _find_capital(place: Place | None) -> int | None:
    return place.geonames_id if place is not None and place.kind == "capital" else None


def outshines(city: City, best: City) -> bool:
    """Whether a city is known everywhere and the one chosen is small, so that the name alone does not tell."""
    return city.thousands >= _KNOWN_EVERYWHERE and best.thousands * _FAR_LARGER < city.thousands


def _may_outshine(city: City, best: City, evidence: Evidence) -> bool:
    """As `outshines`, but a paper of Canada that names Ontario and nothing British means London, Ontario."""
    is_at_home = best.country_code == evidence.source and evidence.parts[best.part or ""] > 0
    return outshines(city, best) and not (is_at_home and not evidence.countries[city.country_code])


def _may_be_meant(city: City, evidence: Evidence) -> bool:
    """A small town of the United States needs its state or a source there: half the towns of England have one.

    A village anywhere needs the part of the country that it lies in; its country alone has too many of them.
    """
    is_in_part = evidence.parts[city.part or ""] > 0
    if city.people < _VILLAGE:
        return is_in_part and len(evidence.parts) == 1
    is_small = city.country_code == "US" and city.thousands < _SMALL
    return not is_small or city.country_code == evidence.source or is_in_part


def _is_clear(cities: Sequence[City]) -> bool:
    return len(cities) == 1 or cities[0].thousands >= _FAR_LARGER * cities[1].thousands


def _score(city: City, capital: int | None, evidence: Evidence) -> float:
    score = math.log10(max(city.thousands, 1))
    score += _COUNTRY * min(
        1.0, evidence.countries[city.country_code] / max(1, max(evidence.countries.values(), default=1))
    )
    score += _PART * (city.part is not None and evidence.parts[city.part] > 0)
    score += _SOURCE * (city.country_code == evidence.source)
    return score + _CAPITAL * (city.geonames_id == capital)


def make_city(city: City, method: str) -> PlaceCodes:
    """The codes of a city."""
    return PlaceCodes(city.country_code, city.geonames_id, f"gn:{city.geonames_id}", method)


def _id(geonames_id: int | None) -> str | None:
    return f"gn:{geonames_id}" if geonames_id is not None else None


def _share_clause(parts: Sequence[TextPart], one: Name, other: Name) -> bool:
    """Whether no sentence ends between two names."""
    if one.part_index != other.part_index:
        return False
    start, end = min(one.end_char, other.end_char), max(one.start_char, other.start_char)
    return _SENTENCE_END.search(parts[one.part_index].text, start, end) is None
