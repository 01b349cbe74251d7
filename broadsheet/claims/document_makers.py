"""Who made a document that speaks: "a report by X", "X's letter", "a letter by A, B and C"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.claims.source_names import OF_WORDS
from broadsheet.records import Mention, Span

_BY = re.compile(r"(?<!seen )(?<!obtained )(?<!reviewed )\b(?:by|from)\s+((?:[\w.’'-]+\s+){0,4})$")
_SEVERAL = re.compile(r"\b(?:by|from)\b.*(?:,|\band\b|\bincluding\b)")
_ARTICLES = frozenset(["the", "a", "an"])


def find_makers(text: str, inside: Sequence[Mention], source: Span) -> list[Mention]:
    """The persons and bodies in a source that made its document, all of them; empty where none is named for sure.

    inside: the mentions in the source, in order.
    """
    bodies = [mention for mention in inside if mention.mention_type in ("ORG", "PERSON")]
    made = [mention for mention in bodies if _follows_by(text, mention, source)]
    others = bodies[bodies.index(made[0]) :] if made else bodies
    if others and _SEVERAL.search(text[source.start_char : others[-1].evidence.start_char].lower()):
        return others if len(others) > 1 else []
    owners = [m for m in bodies if text[m.evidence.end_char : source.end_char][:2] in ("'s", "’s")]
    return made[:1] or owners[:1]


def _follows_by(text: str, mention: Mention, source: Span) -> bool:
    """ "By the Rail Union", "by Dr Jo Lind": only an article, or before a person a title, comes between."""
    match = _BY.search(text[source.start_char : mention.evidence.start_char].lower())
    if match is None:
        return False
    between = match.group(1).split()
    if mention.mention_type == "PERSON":
        return OF_WORDS.isdisjoint(between)
    return not between or (len(between) == 1 and between[0] in _ARTICLES)
