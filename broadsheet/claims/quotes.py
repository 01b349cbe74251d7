"""Quotations in any language, on the text alone: where they stand and what is inside the marks.

Marks are sorted into classes (double, single, angle, corner), so that a straight mark may close what a curly one
opened. A quotation that is not closed at the end of its paragraph goes on where a following paragraph opens with a
mark of the same class; boilerplate in between is skipped. A stray mark costs its own paragraph at most. Who speaks,
and whether a quotation is speech at all, belongs elsewhere. Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.records import Paragraph, Span

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
# Words that begin with an apostrophe: the mark before them opens nothing.
_ELISION = re.compile(r"(?:\d0s|tis|twas|em|til|cause|n|bout|cos|coz|nuff)\b", re.IGNORECASE)
_MAX_DEPTH = 4
_MAX_SKIPPED = 2


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted text.

    start_char, end_char: with marks, over all its paragraphs. inner: what is quoted, without marks, one span for each
    paragraph. depth: 0 outside any other quotation. is_closed: false where the last paragraph lacks its mark.
    """

    start_char: int
    end_char: int
    inner: tuple[Span, ...]
    mark_class: str
    depth: int = 0
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class _Open:
    """A mark that waits for its partner."""

    mark: str
    mark_class: str
    at: int


@dataclass(slots=True)
class _Marks:
    """Marks of a paragraph: pairs (opening mark, start and end of the closing one), then those left alone."""

    closed: list[tuple[_Open, int, int]]
    unclosed: list[_Open]
    strays: list[_Open]


@dataclass(slots=True)
class _Pending:
    """A quotation that its paragraph left open, and how many paragraphs without marks followed."""

    opened: _Open
    inner: list[Span]
    end_char: int
    skipped: int = 0


def find_quotations(text: str, paragraphs: Sequence[Paragraph] = ()) -> list[Quotation]:
    """All quotations in order of place, outer before inner.

    paragraphs: those of the text; without any, its lines. Boilerplate paragraphs are left out.

    >>> [q.inner for q in find_quotations('He said "yes" and left.')]
    [(Span(start_char=9, end_char=12),)]
    """
    found: list[Quotation] = []
    pending: _Pending | None = None
    for start, end in _iterate_blocks(text, paragraphs):
        marks = _scan_block(text, start, end)
        if pending is not None:
            pending = _carry_on(text, (start, end), pending, marks, found)
        found.extend(_finish(pair) for pair in marks.closed)
        if pending is None:
            pending = _leave_open(text, start, end, marks)
    _give_up(pending, found)
    return _number_depths(found)


def _iterate_blocks(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, int]]:
    if paragraphs:
        for paragraph in paragraphs:
            if not paragraph.is_boilerplate and paragraph.start_char < paragraph.end_char:
                yield paragraph.start_char, paragraph.end_char
        return
    start = 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1


def _scan_block(text: str, start: int, end: int) -> _Marks:
    """Pair the marks of one paragraph."""
    marks = [
        match for match in _MARK.finditer(text, start, end) if not _is_apostrophe(text, match.start(), match.end())
    ]
    stack: list[_Open] = []
    closed: list[tuple[_Open, int, int]] = []
    strays: list[_Open] = []
    dropped: list[_Open] = []
    for index, match in enumerate(marks):
        mark, at = match.group(), match.start()
        mark_class = _CLASS_OF[mark]
        partner = next((item for item in reversed(stack) if item.mark_class == mark_class), None)
        following = marks[index + 1] if index + 1 < len(marks) else None
        role = _judge(text, match, partner, following, start, end)
        if role == "open":
            if partner is not None and mark == partner.mark and mark not in _OPENERS:
                dropped.append(partner)
                del stack[stack.index(partner) :]
            if len(stack) < _MAX_DEPTH:
                stack.append(_Open(mark, mark_class, at))
        elif role == "close" and partner is not None and (mark_class != "single" or stack[-1] is partner):
            del stack[stack.index(partner) :]
            closed.append((partner, at, match.end()))
        elif role == "close" and partner is None and mark_class != "single":
            strays.append(_Open(mark, mark_class, at))
    return _Marks(closed, sorted([*dropped, *stack], key=lambda item: item.at), strays)


def _is_apostrophe(text: str, start: int, end: int) -> bool:
    if text[start] not in "'’‘" or end - start != 1:
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isalnum() and after.isalnum():
        return True
    return after.isalnum() and not before.isalnum() and bool(_ELISION.match(text, end))


def _judge(
    text: str, match: re.Match[str], partner: _Open | None, following: re.Match[str] | None, start: int, end: int
) -> str:
    """`open`, `close` or `stray` for one mark, from its neighbours and what is open."""
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
        return _judge_single(text, match, partner, following, may_open, may_close and not after.isalnum())
    if mark in _OPENERS:
        closes_low = partner is not None and partner.mark in "„‟" and mark == "“" and may_close and not may_open
        return "close" if closes_low else "open"
    if mark in _CLOSERS:
        return "open" if partner is None and may_open and after.isalnum() else "close"
    if partner is not None:
        return "open" if before.isspace() and not after.isspace() else "close"
    joined = before.isalpha() and after.isupper()
    return "open" if may_open or joined or (before.isspace() and after_at < end) else "stray"


def _judge_single(
    text: str, match: re.Match[str], partner: _Open | None, following: re.Match[str] | None, may_open: bool, ends: bool
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


def _carry_on(
    text: str, block: tuple[int, int], pending: _Pending, marks: _Marks, found: list[Quotation]
) -> _Pending | None:
    """Go on with a quotation left open; gives it back while it stays open, and takes the marks it uses."""
    start, end = block
    lead = start + len(text[start:end]) - len(text[start:end].lstrip())
    mark_class = pending.opened.mark_class
    for pair in marks.closed:
        if pair[0].at == lead and pair[0].mark_class == mark_class:
            pending.inner.append(Span(lead + len(pair[0].mark), pair[1]))
            found.append(Quotation(pending.opened.at, pair[2], _clean(pending.inner), mark_class))
            marks.closed.remove(pair)
            return None
    if any(opened.at == lead and opened.mark_class == mark_class for opened in marks.unclosed):
        pending.inner.append(Span(lead + 1, end))
        pending.end_char, pending.skipped = end, 0
        marks.unclosed.clear()
        return pending
    first = min((pair[0].at for pair in marks.closed if pair[0].mark_class == mark_class), default=end)
    closing = next((stray for stray in marks.strays if stray.mark_class == mark_class and stray.at < first), None)
    if closing is not None and not pending.skipped:
        # The writer did not open the paragraph anew, but closes here.
        pending.inner.append(Span(lead, closing.at))
        found.append(Quotation(pending.opened.at, closing.at + 1, _clean(pending.inner), mark_class))
        return None
    has_marks = first < end or bool(marks.unclosed)
    if not has_marks and pending.skipped < _MAX_SKIPPED and mark_class != "single":
        pending.skipped += 1
        return pending
    _give_up(pending, found)
    return None


def _leave_open(text: str, start: int, end: int, marks: _Marks) -> _Pending | None:
    """The quotation that may go on in the next paragraph: opened at the paragraph's start or after a colon or comma."""
    for opened in marks.unclosed:
        before = text[start : opened.at].rstrip()
        if (not before or before[-1] in ":,") and not any(pair[0].at < opened.at < pair[1] for pair in marks.closed):
            return _Pending(opened, [Span(opened.at + len(opened.mark), end)], end)
    return None


def _give_up(pending: _Pending | None, found: list[Quotation]) -> None:
    """Keep a quotation that was never closed where it is long enough to be sure and not a single mark."""
    if pending is None or pending.opened.mark_class == "single":
        return
    inner = _clean(pending.inner)
    if inner and inner[-1].end_char > inner[0].start_char + 20:
        found.append(Quotation(pending.opened.at, pending.end_char, inner, pending.opened.mark_class, 0, False))


def _finish(pair: tuple[_Open, int, int]) -> Quotation:
    opened, close_start, close_end = pair
    return Quotation(opened.at, close_end, (Span(opened.at + len(opened.mark), close_start),), opened.mark_class)


def _clean(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if span.start_char < span.end_char)


def _number_depths(found: list[Quotation]) -> list[Quotation]:
    ordered = sorted(found, key=lambda item: (item.start_char, -item.end_char))
    numbered: list[Quotation] = []
    ends: list[int] = []
    for item in ordered:
        while ends and ends[-1] <= item.start_char:
            ends.pop()
        inner = tuple(span for span in item.inner if span.start_char < span.end_char)
        if inner:
            numbered.append(
                Quotation(item.start_char, item.end_char, inner, item.mark_class, len(ends), item.is_closed)
            )
            ends.append(item.end_char)
    return numbered
