"""Persons named like a month or a day of the week, where more of their name or their title stands beside the word.

Belongs here: "Theresa May", "June Carter", "Mrs May", "Mr Friday". The word alone ("May said") is found in
`missed_persons`, where the dates leave it out is decided in `dates.false_dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import is_headline_case, line_around
from broadsheet.entities.names import Name

_BEHIND = re.compile(r" (?:May|March|April|June|August)(?![\w-])(?!,? \d| (?:be|have|not|also|well|yet|or|to)\b)")
_BEFORE = re.compile(r"(?:^|[^\w’'-])(?P<month>May|April|June|August) $")
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Lord|Lady|Dame)\.? (?P<word>May|March|April|June|August"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday)"
    r"(?![\w-])(?!,? \d)"
)
# A month stands behind these and before a name: "in June Carter sang", "the June Carter hearing", "5 June Carter".
_OF_MONTHS = re.compile(
    r"(?:\d(?:st|nd|rd|th)?|\b(?:in|on|of|since|until|by|from|to|last|next|this|early|late|mid|the|a)) $", re.IGNORECASE
)
_REACH = 12


def find_month_names(text: str, index: int, names: Sequence[Name], lexicon: Lexicon) -> Iterator[Name]:
    """The persons of a part with such a name; index: that of the part, names: those found in it."""
    for name in names:
        span = _widen(text, name, lexicon) if name.mention_type == "PERSON" and " " not in name.surface else None
        if span is not None and not is_headline_case(line_around(text, *span)):
            yield _make(text, index, *span)
    taken = {name.start_char for name in names}
    for match in _TITLED.finditer(text):
        if match.start("word") not in taken:
            yield _make(text, index, *match.span("word"))


def _widen(text: str, name: Name, lexicon: Lexicon) -> tuple[int, int] | None:
    """The span of a one-word name with the month beside it that is part of it; None where there is none."""
    behind = _BEHIND.match(text, name.end_char)
    if behind is not None and (name.surface in lexicon.given_names or _is_person_may(text, name, behind)):
        return name.start_char, behind.end()
    before = _BEFORE.search(text, max(0, name.start_char - _REACH), name.start_char)
    if before is None or _OF_MONTHS.search(text, max(0, before.start("month") - _REACH), before.start("month")):
        return None
    return before.start("month"), name.end_char


def _is_person_may(text: str, name: Name, behind: re.Match[str]) -> bool:
    """ "Theresa May quit", its given name not listed: no article before it, a word in small letters behind."""
    before = text[max(0, name.start_char - _REACH) : name.start_char]
    after = text[behind.end() : behind.end() + 3]
    is_followed = after.strip()[:1].islower() or after in ("'s ", "’s ")
    return behind[0] == " May" and is_followed and _OF_MONTHS.search(before) is None


def _make(text: str, index: int, start: int, end: int) -> Name:
    return Name(index, start, end, text[start:end], "PERSON", "month_name")
