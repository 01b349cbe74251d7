"""Which place a name means: its country, its GeoNames id and its `place_id`; null where the article does not tell.

Belongs here: choosing among places of one name by the article's own evidence: the place behind a comma ("London, Ky."),
the other places of the text, the country of the source, and the number of people. The largest city alone is no proof.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.body_countries import find_body_country
from broadsheet.entities.cities import Evidence, PlaceCodes, choose_city, is_elsewhere
from broadsheet.entities.home_countries import fill_countries
from broadsheet.entities.lexicon import Lexicon, Place
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.namesakes import choose_namesake
from broadsheet.entities.nearness import settle_near
from broadsheet.entities.place_containers import find_container, find_part
from broadsheet.entities.place_table import PlaceTable, Region

_SUFFIX = re.compile(
    r" (?:State|Province|Oblast|Prefecture|Governorate|Region|Department|Canton|Voivodeship|state|province|oblast"
    r"|prefecture|governorate|region|department|canton|voivodeship)$"
)
_FORM = re.compile(
    r"^(?:the )?(?:Islamic |Federal |People[’']s )?(?:Republic|Kingdom|State|Sultanate|Commonwealth) of "
)
_KNOWN_EVERYWHERE = 400
_CITY = 15_000


def find_codes(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, table: PlaceTable, source: str | None
) -> list[PlaceCodes]:
    """The codes of each name, in the order of the names. source: country of the source, where known."""
    evidence = _gather(parts, names, lexicon, table, source)
    codes = [_find_code(parts, names, index, lexicon, table, evidence) for index in range(len(names))]
    codes = settle_near(parts, names, codes, set(evidence.behind), table)
    return fill_countries(parts, names, codes, evidence, lexicon, table)


def _gather(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, table: PlaceTable, source: str | None
) -> Evidence:
    evidence = Evidence(source=source.upper() if source else None)
    for index, name in enumerate(names):
        if (code := _find_country(name, lexicon, table)) is not None:
            evidence.countries[code] += 1
        elif name.mention_type == "LOC":
            container = find_container(parts, names, index, lexicon, table)
            if container:
                evidence.behind[index] = container
                evidence.by_name[fold_name(name.surface)].append((container, name))
                evidence.countries[container[:2]] += 1
            _count_place(name, lexicon, table, evidence)
    return evidence


def _find_country(name: Name, lexicon: Lexicon, table: PlaceTable) -> str | None:
    """The country of a people, and of a body that has it in its name."""
    if name.mention_type == "NORP":
        return lexicon.demonyms.get(fold_name(name.surface))
    return find_body_country(name.surface, lexicon, table) if name.mention_type == "ORG" else None


def _count_place(name: Name, lexicon: Lexicon, table: PlaceTable, evidence: Evidence) -> None:
    """Count a country, a part of one, and a large city that has no rival of its name."""
    if table.find_namesakes(name.surface):
        return
    place, code = lexicon.find_place(name.surface), find_part(name.surface, table)
    if place is not None and place.kind == "country" and place.country_code:
        evidence.countries[place.country_code] += 1
    elif code:
        evidence.parts[code] += 1
        evidence.countries[code[:2]] += 1
    elif place is not None and place.country_code and len(table.find_cities(name.surface)) < 2:
        evidence.countries[place.country_code] += 1


def _find_code(
    parts: Sequence[TextPart],
    names: Sequence[Name],
    index: int,
    lexicon: Lexicon,
    table: PlaceTable,
    evidence: Evidence,
) -> PlaceCodes:
    name = names[index]
    if name.mention_type == "NORP":
        return _find_home(fold_name(name.surface), lexicon)
    if name.mention_type != "LOC":
        return PlaceCodes()
    namesakes = table.find_namesakes(name.surface)
    if namesakes and _stands_behind_town(names, index, namesakes.state, table, evidence):
        return _code(namesakes.state, table, "words")
    if namesakes and index not in evidence.behind:
        chosen = choose_namesake(parts, names, index, table, evidence.countries, evidence.source)
        return _code(chosen, table, "words")
    return _find_listed(parts, names, index, lexicon, table, evidence)


def _stands_behind_town(names: Sequence[Name], index: int, state: str, table: PlaceTable, evidence: Evidence) -> bool:
    """Whether a name is that of the state which a town of it has right behind it: "Kent, Washington"."""
    if evidence.behind.get(index - 1) != state:
        return False
    return any(city.part == state for city in table.find_cities(names[index - 1].surface))


def _find_home(people: str, lexicon: Lexicon) -> PlaceCodes:
    country = lexicon.demonyms.get(people)
    part = lexicon.demonym_parts.get(people, country)
    return PlaceCodes(country, place_id=part, method="people" if part else None)


def _find_listed(
    parts: Sequence[TextPart],
    names: Sequence[Name],
    index: int,
    lexicon: Lexicon,
    table: PlaceTable,
    evidence: Evidence,
) -> PlaceCodes:
    """A country, a part of one, a region of the world; else a city."""
    name, container = names[index], evidence.behind.get(index)
    surface = _SUFFIX.sub("", name.surface)
    place = _find_known(name.surface, surface, lexicon)
    kind = place.kind if place else ""
    if place and kind == "country":
        return PlaceCodes(place.country_code, place.geonames_id, place.country_code, "only_one")
    if _lies_elsewhere(name, place, evidence):
        return choose_city(parts, name, container, None, table, evidence)
    region = _find_region(parts, name, surface, table) if container is None else None
    if region and not _is_city_first(surface, kind, region, table):
        return _code(region, table, "only_one")
    part = _choose_part(name.surface, surface, place, container, table, evidence)
    if part is None or _is_small_part_elsewhere(part, container, evidence):
        return _find_town(parts, name, container, place, table, evidence)
    return PlaceCodes(part.country_code, part.geonames_id, part.place_id, _METHOD_OF_PART[container is None])


def _lies_elsewhere(name: Name, place: Place | None, evidence: Evidence) -> bool:
    """Whether the article puts the name of a region into other countries each time: "Norfolk, Virginia"."""
    if place is None or place.kind != "region":
        return False
    told = evidence.by_name.get(fold_name(name.surface), ())
    return bool(told) and all(code[:2] != place.country_code for code, _ in told)


# What told which part is meant: a name behind it, or that there is no other.
_METHOD_OF_PART = {False: "container", True: "only_one"}


def _is_small_part_elsewhere(part: Region, container: str | None, evidence: Evidence) -> bool:
    """A part so small that it has no code, where nobody speaks of its country: the "West End" is not Anguilla's."""
    return container is None and part.place_id.startswith("gn:") and is_elsewhere(part.country_code, evidence)


def _find_town(
    parts: Sequence[TextPart],
    name: Name,
    container: str | None,
    place: Place | None,
    table: PlaceTable,
    evidence: Evidence,
) -> PlaceCodes:
    """A city; of a region that has no code and no large city of its name, the country alone."""
    if place is None or place.kind != "region":
        return choose_city(parts, name, container, place, table, evidence)
    if _is_large_city(name.surface, place.country_code, table):
        return choose_city(parts, name, container, None, table, evidence)
    return PlaceCodes(place.country_code, place.geonames_id)


def _find_known(written: str, bare: str, lexicon: Lexicon) -> Place | None:
    """The best-known place of a name as written, without the word for what it is, or behind "Republic of"."""
    return lexicon.find_place(written) or lexicon.find_place(bare) or _find_formal(written, lexicon)


def _find_formal(surface: str, lexicon: Lexicon) -> Place | None:
    """The country behind "Republic of"."""
    formal = _FORM.match(surface)
    place = lexicon.find_place(surface[formal.end() :]) if formal else None
    return place if place is not None and place.kind == "country" else None


def _choose_part(
    written: str, bare: str, place: Place | None, container: str | None, table: PlaceTable, evidence: Evidence
) -> Region | None:
    """A part of a country or a county, where the name alone, what stands behind it or the article tells which.

    A name that a city has too is a part only with the word for one, as in "Kaduna State". place: its most common
    meaning; a part of a country that is one goes before a city elsewhere.
    """
    known = place.country_code if place is not None and place.kind == "region" else None
    if known and not _is_large_city(written, known, table):
        found = tuple(part for part in table.find_parts(written) if part.country_code == known)
    else:
        found = _narrow(_list_parts(written, bare, table), container, evidence)
    return found[0] if len(found) == 1 else None


def _list_parts(written: str, bare: str, table: PlaceTable) -> tuple[Region, ...]:
    """The parts of that name; none where a city has it too and no word for a part stands with it."""
    found = table.find_parts(written)
    if not found and bare != written:
        return tuple(part for part in table.find_parts(bare) if part.kind == "region")
    is_city = any(city.people >= _CITY for city in table.find_cities(written))
    return () if is_city else found


def _narrow(found: tuple[Region, ...], container: str | None, evidence: Evidence) -> tuple[Region, ...]:
    """Those that lie where the article says: in what stands behind the name, else in a part or country it names."""
    if container is not None:
        return tuple(part for part in found if _lies_in(part, container))
    if len(found) < 2:
        return found
    shown = tuple(part for part in found if any(_lies_in(part, code) for code in evidence.parts))
    return shown or tuple(part for part in found if evidence.countries[part.country_code or ""])


def _lies_in(part: Region, code: str) -> bool:
    """Whether a part lies in a country, or a county in a part of one."""
    return code in (part.country_code, part.within)


def _is_large_city(surface: str, country_code: str | None, table: PlaceTable) -> bool:
    return any(city.country_code == country_code and city.people >= _CITY for city in table.find_cities(surface))


def _find_region(parts: Sequence[TextPart], name: Name, surface: str, table: PlaceTable) -> str | None:
    """The code of a part of a country or region of the world; "Fla" stands before its full stop."""
    is_cut = parts[name.part_index].text.startswith(".", name.end_char)
    short = table.short.get(f"{name.surface}.") if is_cut else None
    return short or table.find_region(name.surface) or table.find_region(surface)


def _is_city_first(surface: str, kind: str, region: str, table: PlaceTable) -> bool:
    """Whether a name is first a city, as Berlin is, and only then a part of a country."""
    if kind not in ("city", "capital"):
        return False
    return any(city.part == region and city.thousands >= _KNOWN_EVERYWHERE for city in table.find_cities(surface))


def _code(code: str | None, table: PlaceTable, method: str) -> PlaceCodes:
    if not code:
        return PlaceCodes()
    area = table.areas.get(code)
    if code.startswith("gn:"):
        known = area or table.find_city(int(code[3:]))
        return PlaceCodes(known.country_code if known else None, int(code[3:]), code, method)
    country = code[:2] if not code.isdigit() else None
    return PlaceCodes(country, table.ids.get(code) or (area.geonames_id if area else None), code, method)
