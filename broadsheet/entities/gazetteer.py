"""Names of countries, capitals and "City, Country", corrected with a list of places where a model cut or missed them.

Belongs here: only what the list of places makes certain. A name that extends beyond the place ("Bank of Sri Lanka") is
left unchanged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name

_CAPITAL_BEFORE = re.compile(r"[A-Z][\w'’.-]* $")
_CAPITAL_AFTER = re.compile(r"(?:'s?|’s?)? [A-Z]|-\w")
_WORDS_BEFORE = re.compile(r"((?:[\w'’.-]+ ){0,3}[\w'’.-]+), $")
# How far before its country a city's name is searched.
_REACH = 60


def restore_places(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """The names with listed places restored where they were split or missed, in order of position."""
    restored: list[Name] = []
    for part_index, part in enumerate(parts):
        own = [name for name in names if name.part_index == part_index]
        for start, end, is_sure in _find_listed(part.text, lexicon):
            own = _insert_place(own, part, part_index, start, end, is_sure)
        for start, end in list(_find_cities(part.text, own, lexicon)):
            own = _insert_place(own, part, part_index, start, end, True)
        restored.extend(own)
    return restored


def _insert_place(
    names: list[Name], part: TextPart, part_index: int, start: int, end: int, is_sure: bool
) -> list[Name]:
    """Insert a place over names that lie wholly inside it, or (if sure) where there is none; longer names are kept."""
    first = bisect_left(names, start, key=lambda name: name.end_char - 1)
    last = first
    while last < len(names) and names[last].start_char < end:
        last += 1
    touched = names[first:last]
    if any(name.start_char < start or name.end_char > end for name in touched):
        return names
    whole = [name for name in touched if (name.start_char, name.end_char) == (start, end)]
    if (not is_sure and not touched) or any(name.mention_type in ("LOC", "ORG") for name in whole):
        return names
    place = Name(part_index, start, end, part.text[start:end], "LOC", "gazetteer")
    return [*names[:first], place, *names[last:]]


def _find_listed(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Countries and capitals of several words; sure if no capitalised word comes before or after."""
    pattern = _compile_listed(lexicon.country_phrases)
    for match in pattern.finditer(text) if pattern else ():
        start, end = match.span()
        is_free = not _CAPITAL_BEFORE.search(text, max(0, start - 20), start) and not _CAPITAL_AFTER.match(text, end)
        yield start, end, is_free and not match[0].isupper()


@lru_cache(maxsize=8)
def _compile_listed(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    spellings = sorted({*phrases, *(phrase.upper() for phrase in phrases)}, key=lambda phrase: (-len(phrase), phrase))
    if not spellings:
        return None
    return re.compile(rf"(?<![\w-])(?=[^\W\d_])(?:{'|'.join(map(re.escape, spellings))})(?!\w)")


def _find_cities(text: str, names: Sequence[Name], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """A listed place right before its own country or region: "BULAWAYO, Zimbabwe"."""
    for name in names:
        country = lexicon.find_place(name.surface) if name.mention_type == "LOC" else None
        if country is None or country.kind not in ("country", "region"):
            continue
        before = _WORDS_BEFORE.search(text, max(0, name.start_char - _REACH), name.start_char)
        starts = (
            [before.start(1), *(before.start(1) + gap.end() for gap in re.finditer(" ", before[1]))] if before else []
        )
        for start in starts:
            place = lexicon.find_place(text[start : name.start_char - 2])
            if place is not None and place.country_code in (None, country.country_code):
                yield start, name.start_char - 2
                break
