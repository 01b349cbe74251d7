"""Names of a state and of a country or city: Georgia, New York, Washington.

Belongs here: the words of an article that speak for the one or the other. Other places of one name belong to `places`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from broadsheet.analysed import TextPart
from broadsheet.entities.names import Name
from broadsheet.entities.place_table import Namesakes, PlaceTable

_REACH = 40
_LIST = re.compile(r"(?:,| and| or|, and|, or) $")


def choose_namesake(
    parts: Sequence[TextPart],
    names: Sequence[Name],
    index: int,
    table: PlaceTable,
    countries: Mapping[str, int],
    source: str | None,
) -> str | None:
    """The code of the place that is meant; None where neither the words beside it nor the article tell."""
    name = names[index]
    known = table.find_namesakes(name.surface)
    if known is None:
        return None
    text = parts[name.part_index].text
    before = text[max(0, name.start_char - _REACH) : name.start_char].rstrip()
    after = re.sub(r"^['’]s?", "", text[name.end_char : name.end_char + _REACH]).lstrip()
    beside = _read_beside(known, before, after) or _read_list(names, index, text, known, table)
    if beside:
        return beside if beside != "other" else known.other or None
    state, other = _weigh(known, tuple(part.text for part in parts), countries, source)
    if state > other:
        return known.state
    return known.other or None if other > state or known.other.startswith("gn:") else None


def _weigh(
    known: Namesakes, texts: tuple[str, ...], countries: Mapping[str, int], source: str | None
) -> tuple[int, int]:
    """How much the article speaks for the state and for the other place; the country of the source breaks a tie."""
    state, other = _count(known.words["for_state"], texts), _count(known.words["for_other"], texts)
    country = known.state[:2]
    if not known.other.startswith("gn:"):
        state += countries.get(country, 0) > 0
        other += countries.get(known.other, 0) > 0
        if state == other and known.other:
            return state + (source == country), other + (source == known.other)
    return state, other


def _read_beside(known: Namesakes, before: str, after: str) -> str | None:
    """What the words right before and behind the name say; "other" for the other place."""
    for kind, code in (("state", known.state), ("other", "other")):
        if any(
            after == word or after.startswith((f"{word} ", f"{word}.", f"{word},"))
            for word in known.words[f"{kind}_after"]
        ):
            return code
        if any(before.endswith(word) for word in known.words[f"{kind}_before"]):
            return code
    return None


def _read_list(names: Sequence[Name], index: int, text: str, known: Namesakes, table: PlaceTable) -> str | None:
    """The state, in a list of states: "Ohio, Georgia and Texas"."""
    name = names[index]
    for other in (names[index - 1] if index else None, names[index + 1] if index + 1 < len(names) else None):
        if other is None or other.part_index != name.part_index:
            continue
        gap = text[min(name.end_char, other.end_char) : max(name.start_char, other.start_char)]
        code = table.find_region(other.surface)
        is_state = code is not None and code[:2] == known.state[:2] and "-" in code
        if _LIST.fullmatch(gap) and is_state and table.find_namesakes(other.surface) is None:
            return known.state
    return None


@lru_cache(maxsize=32)
def _count(words: frozenset[str], texts: tuple[str, ...]) -> int:
    """How many of the words the texts of an article have."""
    return sum(any(_has(text, word) for text in texts) for word in words)


def _has(text: str, word: str) -> bool:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            return True
        start = text.find(word, end)
    return False
