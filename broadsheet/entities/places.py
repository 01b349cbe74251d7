"""Which place a name means: its country, its GeoNames id and its `place_id`; null where the article does not tell.

Belongs here: choosing among places of one name by the article's own evidence: the place behind a comma ("London, Ky."),
the other places of the text, the country of the source, and the number of people. The largest city alone is no proof.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.namesakes import choose_namesake
from broadsheet.entities.place_table import City, PlaceTable

_SHORT_BEHIND = re.compile(r", ([A-Z](?:[A-Za-z]*\.?)(?:[A-Z]\.)*)(?![\w’'])")
_IN_BEHIND = re.compile(
    r"(?:,| in| \() (?:the (?:US|U\.S\.) state of |northern |southern |eastern |western |central )?$"
)
_SENTENCE_END = re.compile(r"[.!?—–:]\s|\n")
_SUFFIX = re.compile(r" (?:State|Province|Oblast|Prefecture|Region|state|province|region)$")
# How much the country, the part of it and the source speak for a city, in powers of ten of its people.
_COUNTRY, _PART, _SOURCE, _CAPITAL = 1.6, 1.6, 1.0, 1.0
# A city is chosen if it is this far before the next one; one that nothing speaks for needs this many thousands.
_MARGIN = 0.7
_KNOWN_EVERYWHERE = 400
_FAR_LARGER = 8
_SMALL = 150


@dataclass(frozen=True, slots=True)
class PlaceCodes:
    """Country (ISO 3166-1 alpha-2), GeoNames id, and `gn:<id>` or the ISO 3166 or UN M49 code."""

    country_code: str | None = None
    geonames_id: int | None = None
    place_id: str | None = None


@dataclass(slots=True)
class _Evidence:
    """How often the article names a country or a part of one, what its places lie in, and whose the source is."""

    countries: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    behind: dict[int, str] = field(default_factory=dict)
    by_name: dict[str, list[tuple[str, Name]]] = field(default_factory=lambda: defaultdict(list))
    source: str | None = None


def find_codes(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, table: PlaceTable, source: str | None
) -> list[PlaceCodes]:
    """The codes of each name, in the order of the names. source: country of the source, where known."""
    evidence = _gather(parts, names, lexicon, table, source)
    return [_find_code(parts, names, index, lexicon, table, evidence) for index in range(len(names))]


def _gather(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, table: PlaceTable, source: str | None
) -> _Evidence:
    evidence = _Evidence(source=source.upper() if source else None)
    for index, name in enumerate(names):
        if name.mention_type == "NORP":
            code = lexicon.demonyms.get(fold_name(name.surface))
            evidence.countries.update([code] if code else [])
        elif name.mention_type == "LOC":
            container = _find_container(parts, names, index, lexicon, table)
            if container:
                evidence.behind[index] = container
                evidence.by_name[fold_name(name.surface)].append((container, name))
                evidence.countries[container[:2]] += 1
            _count_place(name, lexicon, table, evidence)
    return evidence


def _share_clause(parts: Sequence[TextPart], one: Name, other: Name) -> bool:
    """Whether no sentence ends between two names."""
    if one.part_index != other.part_index:
        return False
    start, end = min(one.end_char, other.end_char), max(one.start_char, other.start_char)
    return _SENTENCE_END.search(parts[one.part_index].text, start, end) is None


def _count_place(name: Name, lexicon: Lexicon, table: PlaceTable, evidence: _Evidence) -> None:
    """Count a country, a part of one, and a large city that has no rival of its name."""
    if name.surface in table.namesakes:
        return
    place, code = lexicon.find_place(name.surface), _find_part(name.surface, table)
    if place is not None and place.kind == "country" and place.country_code:
        evidence.countries[place.country_code] += 1
    elif code:
        evidence.parts[code] += 1
        evidence.countries[code[:2]] += 1
    elif place is not None and place.country_code and len(table.find_cities(name.surface)) < 2:
        evidence.countries[place.country_code] += 1


def _find_part(surface: str, table: PlaceTable) -> str | None:
    code = table.find_region(surface)
    return code if code and not code.isdigit() else None


def _find_container(
    parts: Sequence[TextPart], names: Sequence[Name], index: int, lexicon: Lexicon, table: PlaceTable
) -> str | None:
    """Code of the state or country that stands right behind a place: "LONDON, Ky.", "Paris, Texas", "Lille in France".

    In a list ("London, Germany and Spain") it stands behind it too, so a country must have a city of that name.
    """
    name = names[index]
    text = parts[name.part_index].text
    short = _SHORT_BEHIND.match(text, name.end_char)
    if short and short[1] in table.short and lexicon.find_place(short[1]) is None:
        return table.short[short[1]]
    following = names[index + 1] if index + 1 < len(names) else None
    if following is None or following.part_index != name.part_index or following.mention_type != "LOC":
        return None
    gap = text[name.end_char : following.start_char]
    if not _IN_BEHIND.fullmatch(gap) and gap != ", ":
        return None
    meant = None
    if following.surface in table.namesakes:
        meant = choose_namesake(parts, names, index + 1, table, {}, None)
    return _contain(name.surface, following.surface, meant, lexicon, table)


def _contain(surface: str, other: str, meant: str | None, lexicon: Lexicon, table: PlaceTable) -> str | None:
    """meant: what a name of a state and of another place is taken for in its own right."""
    own = lexicon.find_place(surface)
    if own is not None and own.kind in ("country", "region"):
        return None
    cities = table.find_cities(surface)
    if namesakes := table.namesakes.get(other):
        if any(city.part == namesakes.state for city in cities):
            return namesakes.state
        is_state = meant == namesakes.state or (namesakes.other.startswith("gn:") and not cities)
        return namesakes.state if is_state else meant if meant and len(meant) == len("GE") else None
    if code := _find_part(other, table):
        return code
    place = lexicon.find_place(other)
    if place is None or place.kind not in ("country", "region") or not place.country_code:
        return None
    is_known = any(city.country_code == place.country_code for city in cities)
    return place.country_code if is_known or (not cities and own is None) else None


def _find_code(
    parts: Sequence[TextPart],
    names: Sequence[Name],
    index: int,
    lexicon: Lexicon,
    table: PlaceTable,
    evidence: _Evidence,
) -> PlaceCodes:
    name = names[index]
    if name.mention_type == "NORP":
        return PlaceCodes(lexicon.demonyms.get(fold_name(name.surface)))
    if name.mention_type != "LOC":
        return PlaceCodes()
    if name.surface in table.namesakes and index not in evidence.behind:
        return _code(choose_namesake(parts, names, index, table, evidence.countries, evidence.source), table)
    surface = _SUFFIX.sub("", name.surface)
    place = lexicon.find_place(name.surface) or lexicon.find_place(surface)
    if place is not None and place.kind == "country":
        return PlaceCodes(place.country_code, place.geonames_id, place.country_code)
    region = table.find_region(name.surface) or table.find_region(surface)
    is_city = place is not None and place.kind != "region" and _is_city_first(surface, region, table)
    if region and index not in evidence.behind and not is_city:
        return _code(region, table)
    if place is not None and place.kind == "region":
        return PlaceCodes(place.country_code, place.geonames_id)
    return _choose_city(parts, name, index, lexicon, table, evidence)


def _is_city_first(surface: str, region: str | None, table: PlaceTable) -> bool:
    """Whether a name is first a city, as Berlin is, and only then a part of a country."""
    return any(city.part == region and city.thousands >= _KNOWN_EVERYWHERE for city in table.find_cities(surface))


def _code(code: str | None, table: PlaceTable) -> PlaceCodes:
    if not code:
        return PlaceCodes()
    if code.startswith("gn:"):
        number = int(code[3:])
        return PlaceCodes("US", number, code)
    country = code[:2] if not code.isdigit() else None
    return PlaceCodes(country, table.ids.get(code), code)


def _choose_city(
    parts: Sequence[TextPart], name: Name, index: int, lexicon: Lexicon, table: PlaceTable, evidence: _Evidence
) -> PlaceCodes:
    place = lexicon.find_place(name.surface)
    container = evidence.behind.get(index)
    if container is None:
        listed = evidence.by_name.get(fold_name(name.surface), ())
        named = {code for code, other in listed if not _share_clause(parts, name, other)}
        container = named.pop() if len(named) == 1 else None
        is_later = any(other.start_char < name.start_char for _, other in listed)
        if listed and not named and not is_later:
            container = listed[0][0]
        elif listed and not named:
            # "from London, Ontario, to London": told apart in one sentence, so the other one is meant.
            evidence = _Evidence(source=evidence.source)
    cities = table.find_cities(name.surface)
    if container is not None:
        inside = [city for city in cities if container in (city.part, city.country_code)]
        return _city(inside[0]) if inside and _is_clear(inside) else PlaceCodes(container[:2])
    capital = place.geonames_id if place is not None and place.kind == "capital" else None
    scored = sorted(((_score(city, capital, evidence), city) for city in cities), key=lambda item: -item[0])
    if not scored:
        return PlaceCodes(place.country_code, place.geonames_id, _id(place.geonames_id)) if place else PlaceCodes()
    best = scored[0][1]
    is_shown = best.country_code in evidence.countries or best.country_code == evidence.source
    rivals = [city for score, city in scored[1:] if score > scored[0][0] - _MARGIN or _outshines(city, best)]
    if rivals:
        is_one = is_shown and all(city.country_code == best.country_code for city in rivals)
        return PlaceCodes(best.country_code if is_one else None)
    is_famous = best.geonames_id == capital or best.thousands >= _KNOWN_EVERYWHERE
    return _city(best) if is_famous or (is_shown and _may_be_meant(best, evidence)) else PlaceCodes()


def _outshines(city: City, best: City) -> bool:
    """Whether a city is known everywhere and the one chosen is small, so that the name alone does not tell."""
    return city.thousands >= _KNOWN_EVERYWHERE and best.thousands * _FAR_LARGER < city.thousands


def _may_be_meant(city: City, evidence: _Evidence) -> bool:
    """A small town of the United States needs its state or a source there: half the towns of England have one."""
    is_small = city.country_code == "US" and city.thousands < _SMALL
    return not is_small or city.country_code == evidence.source or evidence.parts[city.part or ""] > 0


def _is_clear(cities: Sequence[City]) -> bool:
    return len(cities) == 1 or cities[0].thousands >= _FAR_LARGER * cities[1].thousands


def _score(city: City, capital: int | None, evidence: _Evidence) -> float:
    score = math.log10(max(city.thousands, 1))
    score += _COUNTRY * min(
        1.0, evidence.countries[city.country_code] / max(1, max(evidence.countries.values(), default=1))
    )
    score += _PART * (city.part is not None and evidence.parts[city.part] > 0)
    score += _SOURCE * (city.country_code == evidence.source)
    return score + _CAPITAL * (city.geonames_id == capital)


def _city(city: City) -> PlaceCodes:
    return PlaceCodes(city.country_code, city.geonames_id, f"gn:{city.geonames_id}")


def _id(geonames_id: int | None) -> str | None:
    return f"gn:{geonames_id}" if geonames_id is not None else None
