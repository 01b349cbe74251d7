"""The country of places that no table has: streets, schools, parks, quarters and villages of the article's towns.

Belongs here: reading it from the name itself ("French Alps"), from the linked place beside it, from its sentence and
from the article's towns. Which place a listed name means is settled in `places`; where such a site lies is not known.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from broadsheet.analysed import TextPart
from broadsheet.entities.cities import Evidence, PlaceCodes
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.place_table import PlaceTable

# Between a site and the town or country it lies in: "Salt Lane, Orme", "Lund Park in northern Orme".
_IN_BEHIND = re.compile(r", |(?:,? in| of)(?: the)? (?:[a-z]+ ){0,2}| \(")
_OWNER_BEFORE = re.compile(r"['’]s? $")
_SENTENCE_END = re.compile(r"[.!?…][”\"’)]?\s+(?=[\"“‘(]?[A-Z0-9])|\n")
_NUMBERED = re.compile(r"\d+[A-Z]? ")
# So much of an article's places lie in its home country; a site needs one town there, other unknown names two.
_SHARE = 0.8
_LEAST_TOWNS = 2
# A town of so many people elsewhere may be meant.
_LARGE = 15_000


@dataclass(slots=True)
class _Surroundings:
    """What an article's linked places say: how often each country is named, how many towns of it, and sentence ends."""

    countries: Counter[str] = field(default_factory=Counter)
    towns: dict[str, set[str]] = field(default_factory=dict)
    ends: list[list[int]] = field(default_factory=list)


def fill_countries(
    parts: Sequence[TextPart],
    names: Sequence[Name],
    codes: Sequence[PlaceCodes],
    evidence: Evidence,
    lexicon: Lexicon,
    table: PlaceTable,
) -> list[PlaceCodes]:
    """The codes, with the country alone of places that have none and that the article shows to lie there."""
    around = _survey(parts, names, codes, table)
    filled = []
    for index, code in enumerate(codes):
        if _is_open(names[index], code, lexicon, table):
            country = _find_country(parts, names, codes, index, around, evidence, lexicon, table)
            code = PlaceCodes(country) if country and _may_lie(names[index], country, table) else code
        filled.append(code)
    return filled


def _survey(
    parts: Sequence[TextPart], names: Sequence[Name], codes: Sequence[PlaceCodes], table: PlaceTable
) -> _Surroundings:
    around = _Surroundings(ends=[[match.end() for match in _SENTENCE_END.finditer(part.text)] for part in parts])
    for name, code in zip(names, codes, strict=True):
        if name.mention_type != "LOC" or code.country_code is None or code.place_id is None:
            continue
        around.countries[code.country_code] += 1
        if _is_town(code):
            around.towns.setdefault(code.country_code, set()).add(fold_name(name.surface))
    return around


def _is_town(code: PlaceCodes) -> bool:
    """Whether a place is linked and smaller than its country."""
    return code.place_id is not None and code.country_code is not None and code.place_id != code.country_code


def _is_open(name: Name, code: PlaceCodes, lexicon: Lexicon, table: PlaceTable) -> bool:
    """Whether a place has no country yet and is no region of several: "Pacific", "Arabian Sea"."""
    if name.mention_type != "LOC" or code.country_code or code.place_id:
        return False
    place = lexicon.find_place(name.surface)
    is_wide = place is not None and place.kind != "city" and place.country_code is None
    return not is_wide and name.surface.split()[-1] not in table.wide_heads and not table.find_namesakes(name.surface)


def _may_lie(name: Name, country: str, table: PlaceTable) -> bool:
    """Whether a name that towns have has one in that country, and no large one elsewhere."""
    cities = table.find_cities(name.surface)
    is_there = any(city.country_code == country for city in cities)
    return not cities or (is_there and all(city.country_code == country or city.people < _LARGE for city in cities))


def _find_country(
    parts: Sequence[TextPart],
    names: Sequence[Name],
    codes: Sequence[PlaceCodes],
    index: int,
    around: _Surroundings,
    evidence: Evidence,
    lexicon: Lexicon,
    table: PlaceTable,
) -> str | None:
    name = names[index]
    is_site = _is_site(name.surface, table)
    told = (None if is_site else _read_own(name.surface, lexicon)) or _read_beside(parts, names, codes, index)
    if told:
        return told
    if is_site:
        return _find_home(around, evidence, 1) or _read_sentence(names, codes, index, around)
    before = parts[name.part_index].text[max(0, name.start_char - 12) : name.start_char]
    is_behind = before.rstrip().rpartition(" ")[2].lower() in lexicon.place_prepositions
    return _find_home(around, evidence, _LEAST_TOWNS) if is_behind else None


def _is_site(surface: str, table: PlaceTable) -> bool:
    """Whether a name is that of a street, building, park or the like."""
    return surface.rpartition(" ")[2].rstrip(".") in table.site_heads or _NUMBERED.match(surface) is not None


def _read_own(surface: str, lexicon: Lexicon) -> str | None:
    """The country whose people or name begins one of several words: "French Alps"; no site's, as "Spanish Lane"."""
    first, _, rest = surface.partition(" ")
    if not rest:
        return None
    place = lexicon.find_place(first)
    if place is not None and place.kind == "country":
        return place.country_code
    return lexicon.demonyms.get(fold_name(first)) if lexicon.is_demonym(first) else None


def _read_beside(
    parts: Sequence[TextPart], names: Sequence[Name], codes: Sequence[PlaceCodes], index: int
) -> str | None:
    """The country of the linked place right behind a name, or of the one that owns it: "Orme's Salt Lane"."""
    name = names[index]
    text = parts[name.part_index].text
    for other, pattern in ((index + 1, _IN_BEHIND), (index - 1, _OWNER_BEFORE)):
        if not 0 <= other < len(names) or names[other].part_index != name.part_index:
            continue
        beside, code = names[other], codes[other]
        gap = text[min(name.end_char, beside.end_char) : max(name.start_char, beside.start_char)]
        if beside.mention_type == "LOC" and code.country_code and len(gap) < 30 and pattern.fullmatch(gap):
            return code.country_code
    return None


def _read_sentence(names: Sequence[Name], codes: Sequence[PlaceCodes], index: int, around: _Surroundings) -> str | None:
    """The one country of the linked towns in a name's sentence."""
    name = names[index]
    number = bisect_right(around.ends[name.part_index], name.start_char)
    found = set()
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(names) and names[other].part_index == name.part_index:
            if bisect_right(around.ends[name.part_index], names[other].start_char) != number:
                break
            if names[other].mention_type == "LOC" and _is_town(codes[other]):
                found.add(codes[other].country_code)
            other += step
    return found.pop() if len(found) == 1 else None


def _find_home(around: _Surroundings, evidence: Evidence, least_towns: int) -> str | None:
    """The country of most of the article's places, of some towns among them, and of the source where that is known."""
    if not around.countries:
        return None
    home, count = around.countries.most_common(1)[0]
    towns = len(around.towns.get(home, ())) + (evidence.source == home)
    is_clear = count >= _SHARE * around.countries.total() and towns >= least_towns
    return home if is_clear and evidence.source in (None, home) else None
