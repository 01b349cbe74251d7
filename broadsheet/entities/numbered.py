"""Teams, channels, units and products distinguished by a number: "HSK 2" is a different team from "HSK 1"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.analysed import TextPart
from broadsheet.entities.names import Name

_SHORT_FORM = re.compile(r"[A-Z]{2,6}")
_NUMBER = re.compile(r" (?:[1-9]|[A-D])(?![\w%°]|[.,:/-]\w)")
# Of a product, never a year's or before a unit: "Ormix 7", "Ormix 3090"; "Ormix 3090s" are several of them.
_COUNTED = "day|hour|million|minute|month|people|percent|thousand|time|user|week|year"
_PRODUCT_NUMBER = re.compile(
    r" (?!(?:19|20)\d\d\b)(?:\d{1,2}(?:\.\d)?|\d{3,4})"
    rf"(?=s?(?:[),;:!?]| (?!(?:{_COUNTED}|billion|per|out|of|to)s?\b)[a-zA-Z(]|\.(?:\s|$)|\n|$|['’]s))(?![.,]\d)"
)


def extend_numbered(parts: Sequence[TextPart], names: Sequence[Name]) -> list[Name]:
    """The names, with short forms extended by the number after them if the article has that more than once.

    Once may be chance ("NATO 3 days ago"); the same number twice, or two numbers after the same letters, is a name.
    """
    numbers = [_find_number(parts, name) for name in names]
    pairs = Counter((name.surface, number) for name, number in zip(names, numbers, strict=True) if number)
    labels = Counter(surface for surface, _ in pairs)
    return [
        _extend(parts, name, number)
        if number and (labels[name.surface] > 1 or pairs[name.surface, number] > 1)
        else name
        for name, number in zip(names, numbers, strict=True)
    ]


def _find_number(parts: Sequence[TextPart], name: Name) -> str:
    if name.mention_type in ("WORK", "PRODUCT"):
        found = _PRODUCT_NUMBER.match(parts[name.part_index].text, name.end_char)
        return found[0] if found else ""
    if name.mention_type != "ORG" or not _SHORT_FORM.fullmatch(name.surface):
        return ""
    found = _NUMBER.match(parts[name.part_index].text, name.end_char)
    return found[0] if found else ""


def _extend(parts: Sequence[TextPart], name: Name, number: str) -> Name:
    end = name.end_char + len(number)
    surface = parts[name.part_index].text[name.start_char : end]
    return replace(name, end_char=end, surface=surface, rule=f"{name.rule}+number")
