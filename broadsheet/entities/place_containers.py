"""What a place lies in by the words beside it: the state or country behind it, or the people before it.

Belongs here: reading "London, Ky.", "Lille in France", "the Canadian city of London". Which place is then meant is
decided in `places`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.namesakes import choose_namesake
from broadsheet.entities.place_table import City, Namesakes, PlaceTable

_SHORT_BEHIND = re.compile(r", ([A-Z](?:[A-Za-z]*\.?)(?:[A-Z]\.)*)(?![\w’'])")
_IN_BEHIND = re.compile(
    r"(?:,| in| \() (?:the (?:US|U\.S\.) state of |northern |southern |eastern |western |central )?$"
)
_LARGE = 100_000


def find_container(
    parts: Sequence[TextPart], names: Sequence[Name], index: int, lexicon: Lexicon, table: PlaceTable
) -> str | None:
    """Code of the state or country that the words beside a place put it into; None where they do not."""
    text = parts[names[index].part_index].text
    people = _find_people(text, names, index, lexicon, table)
    return people or _find_behind(parts, names, index, lexicon, table)


def find_part(surface: str, table: PlaceTable) -> str | None:
    """Code of the part of a country that has this name; no continent, and no place that has only a GeoNames id."""
    code = table.find_region(surface)
    return code if code and not code.isdigit() and not code.startswith("gn:") else None


def _find_behind(
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
    if table.find_namesakes(following.surface):
        meant = choose_namesake(parts, names, index + 1, table, {}, None)
    return _contain(name.surface, following.surface, meant, lexicon, table)


def _find_people(text: str, names: Sequence[Name], index: int, lexicon: Lexicon, table: PlaceTable) -> str | None:
    """The country, or the part of one, of the people before a town that it has: "the Canadian city of London"."""
    name, before = names[index], names[index - 1] if index else None
    if before is None or (before.part_index, before.mention_type) != (name.part_index, "NORP"):
        return None
    if table.town_of is None or not table.town_of.fullmatch(text, before.end_char, name.start_char):
        return None
    people = fold_name(before.surface)
    code = lexicon.demonym_parts.get(people) or lexicon.demonyms.get(people)
    lies_there = any(code in (city.part, city.country_code) for city in table.find_cities(name.surface))
    return code if lies_there else None


def _contain(surface: str, other: str, meant: str | None, lexicon: Lexicon, table: PlaceTable) -> str | None:
    """meant: what a name of a state and of another place is taken for in its own right."""
    own, cities = lexicon.find_place(surface), table.find_cities(surface)
    if own is not None and own.kind in ("country", "region"):
        return _find_state(cities, other, table)
    if namesakes := table.find_namesakes(other):
        return _contain_namesake(cities, namesakes, meant)
    if code := find_part(other, table):
        return None if _is_list_of_cities(cities, code, other, table) else code
    place = lexicon.find_place(other)
    if place is None or place.kind not in ("country", "region"):
        return None
    is_known = any(city.country_code == place.country_code for city in cities)
    return place.country_code if is_known or (not cities and own is None) else None


def _is_list_of_cities(cities: Sequence[City], code: str, other: str, table: PlaceTable) -> bool:
    """Whether what stands behind a city is a city too and its country has none of the name: "Copenhagen, Hamburg"."""
    is_city = any(city.part == code and city.people >= _LARGE for city in table.find_cities(other))
    return is_city and bool(cities) and not any(city.country_code == code[:2] for city in cities)


def _find_state(cities: Sequence[City], other: str, table: PlaceTable) -> str | None:
    """The state of a town that has the name of a country or of a part of one: "Norfolk, Virginia"."""
    namesakes = table.find_namesakes(other)
    state = namesakes.state if namesakes else find_part(other, table)
    return state if any(city.part == state for city in cities if city.part) else None


def _contain_namesake(cities: Sequence[City], namesakes: Namesakes, meant: str | None) -> str | None:
    """The state, where it has a city of that name, or the name alone stands for it; else the country."""
    is_city = namesakes.other.startswith("gn:") and not cities
    if is_city or meant == namesakes.state or any(city.part == namesakes.state for city in cities):
        return namesakes.state
    return meant if meant and len(meant) == len("GE") else None
