"""Halves of a divided country as sources: "the North warned", where the article names North Varn."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.records import Mention

_POINTS = frozenset(["north", "south", "east", "west"])


def read_half(text: str) -> str | None:
    """The point of the compass that is all of a source; None for other words.

    >>> read_half("The North"), read_half("the north wind"), read_half("Norvik")
    ('North', None, None)
    """
    word = text.removeprefix("the ").removeprefix("The ").strip()
    return word if word.lower() in _POINTS and word[:1].isupper() else None


def find_half(point: str, before: Sequence[Mention]) -> Mention | None:
    """The last mention of the only country named so before: "North Varn" for "North"."""
    named = [m for m in before if m.mention_type == "LOC" and m.entity_name.startswith(f"{point} ")]
    return named[-1] if len({m.entity_key for m in named}) == 1 else None
