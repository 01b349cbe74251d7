"""Pairs the quotation marks of one paragraph: which open, which close, which are apostrophes or unpaired."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLASSES = {
    "double": ("``", "''", *'"“”„‟＂〝〞'),
    "single": tuple("'‘’‚‛"),
    "angle": tuple("«»"),
    "angle_single": tuple("‹›"),
    "corner": tuple("「」"),
    "corner_white": tuple("『』"),
}
_CLASS_OF = {mark: name for name, marks in _CLASSES.items() for mark in marks}
_OPENERS = frozenset(("``", *"“„‟‘‚‛«‹「『〝"))
_CLOSERS = frozenset(("''", *"”’»›」』〞"))
_PAIRED_CORNERS = ("corner", "corner_white")
_MARK = re.compile("``|''|[" + re.escape("".join(m for m in _CLASS_OF if len(m) == 1)) + "]")
_BEFORE_OPENING = frozenset(" \t\n\r\xa0\u2009\u200a\u200b\u202f([{-–—―/:;,>…|*_=\"“„‘'«‹")
# Words that begin with an apostrophe: the mark before them is not a quotation mark.
_ELISION = re.compile(r"(?:\d0s|tis|twas|em|til|cause|n|bout|cos|coz|nuff)\b", re.IGNORECASE)
_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class OpenMark:
    """A mark that waits for its partner."""

    mark: str
    mark_class: str
    at: int


@dataclass(slots=True)
class Marks:
    """Marks of a paragraph: pairs (opening mark, start and end of the closing one), then the unpaired ones."""

    closed: list[tuple[OpenMark, int, int]]
    unclosed: list[OpenMark]
    strays: list[OpenMark]


def pair_marks(text: str, start: int, end: int) -> Marks:
    """Pair the marks of one paragraph."""
    marks = [
        match for match in _MARK.finditer(text, start, end) if not _is_apostrophe(text, match.start(), match.end())
    ]
    stack: list[OpenMark] = []
    closed: list[tuple[OpenMark, int, int]] = []
    strays: list[OpenMark] = []
    dropped: list[OpenMark] = []
    for index, match in enumerate(marks):
        mark, at = match.group(), match.start()
        mark_class = _CLASS_OF[mark]
        partner = next((item for item in reversed(stack) if item.mark_class == mark_class), None)
        following = marks[index + 1] if index + 1 < len(marks) else None
        role = _classify_mark(text, match, partner, following, start, end)
        if role == "open":
            if partner is not None and mark == partner.mark and mark not in _OPENERS:
                dropped.append(partner)
                del stack[stack.index(partner) :]
            if len(stack) < _MAX_DEPTH:
                stack.append(OpenMark(mark, mark_class, at))
        elif role == "close" and partner is not None and (mark_class != "single" or stack[-1] is partner):
            del stack[stack.index(partner) :]
            closed.append((partner, at, match.end()))
        elif role == "close" and partner is None and mark_class != "single":
            strays.append(OpenMark(mark, mark_class, at))
    return Marks(closed, sorted([*dropped, *stack], key=lambda item: item.at), strays)


def _is_apostrophe(text: str, start: int, end: int) -> bool:
    if text[start] not in "'’‘" or end - start != 1:
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isalnum() and after.isalnum():
        return True
    return after.isalnum() and not before.isalnum() and bool(_ELISION.match(text, end))


def _classify_mark(
    text: str, match: re.Match[str], partner: OpenMark | None, following: re.Match[str] | None, start: int, end: int
) -> str:
    """`open`, `close` or `stray` for one mark, from its neighbours and the marks still open."""
    mark, at, after_at = match.group(), match.start(), match.end()
    before = text[at - 1] if at > start else " "
    after = text[after_at] if after_at < end else " "
    may_open = before in _BEFORE_OPENING and not after.isspace()
    may_close = not before.isspace()
    if _CLASS_OF[mark] in _PAIRED_CORNERS:
        return "open" if mark in _OPENERS else "close"
    if mark in "«‹":
        return "close" if partner and partner.mark in "»›" and may_close else "open"
    if mark in "»›":
        return "open" if partner is None and may_open else "close"
    if _CLASS_OF[mark] == "single":
        return _classify_single_mark(text, match, partner, following, may_open, may_close and not after.isalnum())
    if mark in _OPENERS:
        closes_low = partner is not None and partner.mark in "„‟" and mark == "“" and may_close and not may_open
        return "close" if closes_low else "open"
    if mark in _CLOSERS:
        return "open" if partner is None and may_open and after.isalnum() else "close"
    if partner is not None:
        return "open" if before.isspace() and not after.isspace() else "close"
    joined = before.isalpha() and after.isupper()
    return "open" if may_open or joined or (before.isspace() and after_at < end) else "stray"


def _classify_single_mark(
    text: str,
    match: re.Match[str],
    partner: OpenMark | None,
    following: re.Match[str] | None,
    may_open: bool,
    ends: bool,
) -> str:
    mark, at = match.group(), match.start()
    if mark in "‘‚‛":
        closes_low = partner is not None and partner.mark == "‚" and mark == "‘" and ends
        return "close" if closes_low else ("open" if may_open else "stray")
    if partner is None:
        return "open" if mark == "'" and may_open and not text[at + 1 : at + 2].isspace() else "stray"
    if not ends:
        return "open" if mark == "'" and may_open else "stray"
    possessive = text[at - 1] in "sS" and re.match(r"\s[^\W_]", text[at + 1 : at + 3]) is not None
    if possessive and following is not None and _CLASS_OF[following.group()] == "single":
        later = following.start()
        closes_later = not text[later - 1].isspace() and not text[later + 1 : later + 2].isalnum()
        return "stray" if closes_later else "close"
    return "close"
