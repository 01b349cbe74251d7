"""Country codes and GeoNames ids of places and nationalities; none where a name is ambiguous.

Belongs here: looking up codes, with "City, Country" to resolve which city is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name, fold_name

Codes = tuple[str | None, int | None]


def find_codes(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Codes]:
    """Country code and GeoNames id of each name, in the order of the names."""
    return [_find_code(parts, names, index, lexicon) for index in range(len(names))]


def _find_code(parts: Sequence[TextPart], names: Sequence[Name], index: int, lexicon: Lexicon) -> Codes:
    name = names[index]
    if name.mention_type == "NORP":
        return lexicon.demonyms.get(fold_name(name.surface)), None
    if name.mention_type != "LOC":
        return None, None
    place = lexicon.find_place(name.surface)
    own = (place.country_code, place.geonames_id) if place else (None, None)
    if place and place.kind == "country":
        return own
    around = _country_after_comma(parts, names, index, lexicon)
    if around is None or around == own[0]:
        return own
    return around, None


def _country_after_comma(parts: Sequence[TextPart], names: Sequence[Name], index: int, lexicon: Lexicon) -> str | None:
    """Country of the place in "Paris, Texas" that follows the comma."""
    if index + 1 >= len(names):
        return None
    name, following = names[index], names[index + 1]
    if following.part_index != name.part_index or following.mention_type != "LOC":
        return None
    gap = parts[name.part_index].text[name.end_char : following.start_char]
    place = lexicon.find_place(following.surface)
    return place.country_code if gap == ", " and place and place.kind in ("country", "region") else None
