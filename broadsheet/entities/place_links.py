"""What a linked name says about its place: where that lies, how exactly, and whether the article's event is there.

Belongs here: the facts of a place and the role of a mention. Which place a name means is decided in `places`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.cities import METHODS, PlaceCodes
from broadsheet.entities.names import Name
from broadsheet.entities.place_table import PlaceTable
from broadsheet.records import PlaceLink

# The rest of a dateline: state or country, day, agency, dash; or an agency in brackets alone.
_DATELINE = re.compile(
    r"(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)*){0,3}(?:, (?:[A-Z][a-z]{2,8}\.? )?\d{1,2}(?: [A-Z][a-z]{2,8})?(?:, \d{4})?)?"
    r"(?: ?\([^()\n]{2,40}\))?(?: ?(?:—|–|--) ?| [-|] )"
    r"|(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)*){0,2} \([A-Z][\w ]{1,30}\) [A-Z]"
)
_DATELINE_REACH, _DATELINE_CHARS = 1_200, 90
# Words before the place where something happens; "of" and "from" say whose it is.
_WHERE = re.compile(
    r"\b(?:in|at|near|outside|around|across|off|over|beside|north of|south of|east of|west of|city of|town of"
    r"|village of|In|At|Near|Outside|Across)(?: the)?(?: (?:north|south|east|west|central|down|up)\w*)?"
    r"(?: (?:city|town|village|state|province|district) of)? $"
)
_WHERE_REACH = 40
# The lead: the headline, and so much of the text's first paragraphs.
_LEAD_CHARS = 350
_ORDER = ("city", "region", "country")


def find_links(
    parts: Sequence[TextPart], names: Sequence[Name], codes: Sequence[PlaceCodes], table: PlaceTable
) -> list[PlaceLink | None]:
    """The place of each name, in the order of the names; None for one that is not linked, or to no place on earth."""
    links = [_make_link(code, table) for code in codes]
    datelines = {index for index, name in enumerate(names) if links[index] and _is_dateline(parts, name)}
    scene = _find_scene(parts, names, codes, links, datelines)
    found: list[PlaceLink | None] = []
    for index, (name, code, link) in enumerate(zip(names, codes, links, strict=True)):
        is_scene = scene is not None and code.place_id == scene and name.mention_type == "LOC"
        role = "dateline" if index in datelines else "scene" if is_scene else "mentioned"
        found.append(link._replace(role=role) if link else None)
    return found


def _make_link(code: PlaceCodes, table: PlaceTable) -> PlaceLink | None:
    """The facts of a place; its role is given later."""
    if code.place_id is None or code.method is None:
        return None
    sure = METHODS[code.method]
    if area := table.areas.get(code.place_id):
        precision = "region" if area.kind == "county" else area.kind
        part = area.within or (area.place_id if area.kind == "region" else None)
        return PlaceLink(
            area.name, precision, area.country_code, part, area.geonames_id, *area.point, area.people,
            "mean_of_cities", precision, "mentioned", code.method, sure,
        )  # fmt: skip
    city = table.find_city(int(code.place_id[3:])) if code.place_id.startswith("gn:") else None
    if city is None:
        return None
    return PlaceLink(
        city.name, "city", city.country_code, city.part, city.geonames_id, *city.point, city.people,
        "geonames", "city", "mentioned", code.method, sure,
    )  # fmt: skip


def _is_dateline(parts: Sequence[TextPart], name: Name) -> bool:
    """Whether a place opens a line near the start of the text, with an agency or a dash behind it."""
    part, start = parts[name.part_index], name.start_char
    if part.is_headline or name.mention_type != "LOC" or start > _DATELINE_REACH + part.headline_end:
        return False
    opens = start == 0 or part.text[start - 1] == "\n"
    return opens and _DATELINE.match(part.text, name.end_char, name.end_char + _DATELINE_CHARS) is not None


def _find_scene(
    parts: Sequence[TextPart],
    names: Sequence[Name],
    codes: Sequence[PlaceCodes],
    links: Sequence[PlaceLink | None],
    datelines: set[int],
) -> str | None:
    """The place of the article's event: that of its dateline, else the one place of its lead; None where it has two.

    A town goes before the region and the country that are named with it.
    """
    filed = {codes[index].place_id for index in datelines}
    if filed:
        return filed.pop() if len(filed) == 1 else None
    lead = [index for index, name in enumerate(names) if links[index] and _is_leading(parts, name)]
    for precision in _ORDER:
        exact = [index for index in lead if links[index].precision == precision]  # type: ignore[union-attr]
        placed = {codes[index].place_id for index in exact if _says_where(parts, names[index])}
        if len(placed) == 1:
            return placed.pop()
        if exact and precision != "country":
            return None
    return None


def _is_leading(parts: Sequence[TextPart], name: Name) -> bool:
    part = parts[name.part_index]
    if name.mention_type != "LOC":
        return False
    paragraph = part.paragraph_at(name.start_char)
    is_story = paragraph is None or not paragraph.is_boilerplate
    return part.is_headline or (is_story and name.start_char <= part.headline_end + _LEAD_CHARS)


def _says_where(parts: Sequence[TextPart], name: Name) -> bool:
    """Whether something happens there: "in Orme", not "in Orme's favour"."""
    text = parts[name.part_index].text
    is_owner = text.startswith(("'s", "’s"), name.end_char)
    return not is_owner and _WHERE.search(text[max(0, name.start_char - _WHERE_REACH) : name.start_char]) is not None
