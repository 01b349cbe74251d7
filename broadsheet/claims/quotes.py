"""Quotations in any language, from the text alone: their spans and what is inside the marks.

Marks have classes (double, single, angle, corner), so that a straight mark can close what a curly one opened. A
quotation that is not closed at the end of its paragraph continues if a following paragraph opens with a mark of the
same class; boilerplate in between is skipped. A stray mark affects at most its own paragraph. Who speaks,
and whether a quotation is speech at all, belongs elsewhere. Time is linear in the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from broadsheet.claims.mark_pairing import Marks, OpenMark, pair_marks
from broadsheet.records import Paragraph, Span

_MAX_SKIPPED = 2
# A shorter rest of a paragraph behind a mark that nothing introduces is more likely a stray mark.
_LEAST_WEAK = 12


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted text.

    start_char, end_char: with marks, over all its paragraphs. inner: what is quoted, without marks, one span for each
    paragraph. depth: 0 outside any other quotation. is_closed: false if the closing mark is missing.
    """

    start_char: int
    end_char: int
    inner: tuple[Span, ...]
    mark_class: str
    depth: int = 0
    is_closed: bool = True


@dataclass(slots=True)
class _Pending:
    """A quotation that its paragraph left open, and how many paragraphs without marks followed.

    is_weak: nothing before the mark introduces a quotation, so that only a paragraph which reopens it confirms it.
    """

    opened: OpenMark
    inner: list[Span]
    end_char: int
    skipped: int = 0
    is_weak: bool = False


def find_quotations(text: str, paragraphs: Sequence[Paragraph] = ()) -> list[Quotation]:
    """All quotations in order of position, outer before inner.

    paragraphs: those of the text; if empty, its lines are used. Boilerplate paragraphs are skipped.

    >>> [q.inner for q in find_quotations('He said "yes" and left.')]
    [(Span(start_char=9, end_char=12),)]
    """
    found: list[Quotation] = []
    pending: _Pending | None = None
    for start, end in _iterate_blocks(text, paragraphs):
        marks = pair_marks(text, start, end)
        if pending is not None:
            pending = _continue_pending(text, (start, end), pending, marks, found)
        found.extend(_finish(pair) for pair in marks.closed)
        if pending is None:
            pending = _find_pending(text, start, end, marks)
    _keep_unclosed(pending, found)
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


def _continue_pending(
    text: str, block: tuple[int, int], pending: _Pending, marks: Marks, found: list[Quotation]
) -> _Pending | None:
    """Continue an open quotation: return it while it stays open, and remove the marks that it uses."""
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
        pending.end_char, pending.skipped, pending.is_weak = end, 0, False
        marks.unclosed.clear()
        return pending
    if pending.is_weak:
        return None
    first = min((pair[0].at for pair in marks.closed if pair[0].mark_class == mark_class), default=end)
    closing = next((stray for stray in marks.strays if stray.mark_class == mark_class and stray.at < first), None)
    if closing is not None and not pending.skipped:
        # The writer did not reopen the quotation in this paragraph, but closes it.
        pending.inner.append(Span(lead, closing.at))
        found.append(Quotation(pending.opened.at, closing.at + 1, _clean(pending.inner), mark_class))
        return None
    has_marks = first < end or bool(marks.unclosed)
    if not has_marks and pending.skipped < _MAX_SKIPPED and mark_class != "single":
        pending.skipped += 1
        return pending
    _keep_unclosed(pending, found)
    return None


def _find_pending(text: str, start: int, end: int, marks: Marks) -> _Pending | None:
    """The quotation that may continue in the next paragraph.

    It is opened at the start or after a colon or comma; else it is weak: “"No," she said. "It holds.” with the closing
    mark in a later paragraph.
    """
    weak: _Pending | None = None
    counts = Counter(opened.mark_class for opened in marks.unclosed)
    for opened in marks.unclosed:
        if any(pair[0].at < opened.at < pair[1] for pair in marks.closed):
            continue
        before = text[start : opened.at].rstrip()
        inner_start = opened.at + len(opened.mark)
        pending = _Pending(opened, [Span(inner_start, end)], end)
        if not before or before[-1] in ":,":
            return pending
        is_spaced = before != text[start : opened.at] and bool(text[inner_start : inner_start + 1].strip())
        is_only = counts[opened.mark_class] == 1
        is_reliable = opened.mark_class != "single" or opened.mark == "‘"
        if is_spaced and is_only and is_reliable and end - opened.at > _LEAST_WEAK:
            weak = replace(pending, is_weak=True)
    return weak


def _keep_unclosed(pending: _Pending | None, found: list[Quotation]) -> None:
    """Keep a quotation that was never closed if it is long enough to be reliable and its mark is not a single one."""
    if pending is None or pending.is_weak or pending.opened.mark_class == "single":
        return
    inner = _clean(pending.inner)
    if inner and inner[-1].end_char > inner[0].start_char + 20:
        found.append(Quotation(pending.opened.at, pending.end_char, inner, pending.opened.mark_class, 0, False))


def _finish(pair: tuple[OpenMark, int, int]) -> Quotation:
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
