"""Datelines: "SALT COUNTY, SC (WQNB) - ", "ORME – ": the place that opens a line, the agency or station behind it.

Belongs here: the names that a dateline shows. What place it is, and its role, belongs to `places` and `place_links`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import lay_over
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.place_table import PlaceTable

_RULE = "dateline+cue"
_PLACE = r"(?P<place>[A-Z][A-Z.’'-]{2,}(?: [A-Z][A-Z.’'-]+){0,3})(?![\w’'])"
_REST = r"(?:, ?[^()\n—–]{1,45}?)?"
_AGENCY = r"\((?P<agency>[A-Z][A-Z0-9&/-]{1,9})\)"
_DATELINE = re.compile(rf"(?:^|(?<=[.!?|] )){_PLACE}{_REST} ?(?:{_AGENCY})? ?(?:[—–]|--?(?= ))", re.MULTILINE)
_OPEN = ("ORG", "PERSON", "MISC", "WORK")


def mend_datelines(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, table: PlaceTable) -> list[Name]:
    """The names with the town of each dateline a place, and its agency an organisation, in order of position.

    A town that is too small to have a club of renown is a place wherever the article has its name alone.
    """
    mended: list[Name] = []
    towns: set[str] = set()
    for index, part in enumerate(parts):
        own = [name for name in names if name.part_index == index]
        for found in _find_datelines(index, part.text, lexicon, table):
            if found.mention_type == "LOC" and lexicon.find_place(found.surface) is None:
                towns.add(fold_name(found.surface))
            same = next((name for name in own if name.start_char == found.start_char), None)
            own = own if same is not None and same.mention_type == found.mention_type else lay_over(own, found)
        mended.extend(own)
    return [
        replace(name, mention_type="LOC", rule=f"{name.rule}+cue")
        if name.mention_type in _OPEN and fold_name(name.surface) in towns
        else name
        for name in mended
    ]


def _find_datelines(part_index: int, text: str, lexicon: Lexicon, table: PlaceTable) -> Iterator[Name]:
    for match in _DATELINE.finditer(text):
        place, agency = match["place"], match["agency"]
        is_listed = bool(table.find_cities(place) or table.find_parts(place)) or lexicon.find_place(place) is not None
        if is_listed:
            yield Name(part_index, *match.span("place"), place, "LOC", _RULE)
        if agency and not _is_place(agency, lexicon, table) and agency not in lexicon.not_names:
            yield Name(part_index, *match.span("agency"), agency, "ORG", _RULE)


def _is_place(agency: str, lexicon: Lexicon, table: PlaceTable) -> bool:
    return lexicon.find_place(agency) is not None or table.find_region(agency) is not None
