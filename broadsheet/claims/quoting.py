"""Quotations joined to the words that attribute them.

A verb of saying takes the quotation that ends where its clause begins or begins where it ends, also across a
sentence break that stands between `,"` and the speaker. What is left over goes on from the attribution before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.quotes import Quotation
from broadsheet.claims.view import PartView
from broadsheet.records import Span

_GAP_BEFORE = re.compile(r"[\s,.;:—–-]*\Z")
_GAP_AFTER = re.compile(r"[\s,:—–-]*")
_NAME_LINE = re.compile(r"\s*[-—–―]+\s*([A-Z][^\n]{2,80})")
_NEAR = 60


class QuoteIndex:
    """The outermost quotations of a part by place, and which of them are spoken for."""

    def __init__(self, view: PartView) -> None:
        self.view = view
        self.quotations = view.quotations
        self.taken: set[int] = set()

    def at(self, char: int) -> int:
        """Index of the quotation whose marks enclose a code point; -1 outside."""
        token = self.view.token_at(char)
        return self.view.quote[token] if token < len(self.view.quote) else -1

    def ending_before(self, char: int) -> int:
        """Index of the quotation that ends just before a code point in the same line, commas and dashes between."""
        text = self.view.text
        start = char
        while start > 0 and start > char - 4 and text[start - 1] in " ,.;:—–-\xa0":
            start -= 1
        if start <= 0:
            return -1
        index = self._find_end(start)
        return index

    def starting_after(self, char: int, reach: int = 4) -> int:
        """Index of the quotation that begins at most `reach` code points after one; over a line end after a colon."""
        text = self.view.text
        limit = min(len(text), char + reach)
        position = char
        while position < limit and text[position] in " ,:—–-\xa0":
            position += 1
        if ":" in text[char:position] or text[char - 1 : char] == ":":
            while position < len(text) and text[position].isspace() and position < char + 12:
                position += 1
        return self._find_start(position)

    def _find_end(self, char: int) -> int:
        token = self.view.token_at(char - 1)
        index = self.view.quote[token] if token < len(self.view.quote) else -1
        return index if index >= 0 and abs(self.quotations[index].end_char - char) <= 1 else -1

    def _find_start(self, char: int) -> int:
        token = self.view.token_at(char)
        index = self.view.quote[token] if token < len(self.view.quote) else -1
        return index if index >= 0 and self.quotations[index].start_char == char else -1


def join_quotations(view: PartView, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Attributions with the quotations beside them; those that needed a quotation and found none fall away."""
    index = QuoteIndex(view)
    joined: list[Attribution] = []
    for attribution in attributions:
        found = _join(view, index, attribution)
        if found is not None:
            joined.append(found)
    joined = [_fit(view, index, attribution) for attribution in joined]
    for attribution in joined:
        for span in attribution.content:
            index.taken.update(_touched(view, span))
    return _continue_speech(view, index, joined)


def _join(view: PartView, index: QuoteIndex, attribution: Attribution) -> Attribution | None:
    if attribution.cue is None or attribution.sense is None or not attribution.sense.frames & {"quote", "as"}:
        return attribution if attribution.content else None
    inside = index.at(attribution.cue.start_char)
    if inside >= 0:
        return attribution if attribution.content else None
    source_text_start = min(span.start_char for span in (attribution.source, attribution.cue) if span)
    before = index.ending_before(source_text_start)
    after = _quotation_behind(view, index, attribution)
    content = attribution.content
    if content:
        held = {number for span in content for number in _touched(view, span)}
        if (
            before >= 0
            and before not in held
            and _is_lead(view, attribution, before)
            and content[0].start_char > source_text_start
        ):
            spans = index.quotations[before].inner
            if after in held:
                spans = (*spans, *content)
            return replace(attribution, content=spans, rule="quote_before")
        return attribution
    if before >= 0:
        spans = index.quotations[before].inner
        if after >= 0 and after != before:
            spans = (*spans, *index.quotations[after].inner)
        return replace(attribution, content=spans, rule="quote_before")
    if after >= 0:
        return replace(attribution, content=index.quotations[after].inner, rule="quote_after")
    return None


def _is_lead(view: PartView, attribution: Attribution, before: int) -> bool:
    """A quotation ends with a comma, or its marks do, where its speaker follows."""
    quotation = view.quotations[before]
    end = quotation.inner[-1].end_char
    return (
        view.text[end - 1 : end] in (",", "?", "!", "…", "—", "–")
        or view.text[quotation.end_char : quotation.end_char + 1] == ","
    )


def _quotation_behind(view: PartView, index: QuoteIndex, attribution: Attribution) -> int:
    """The quotation behind source and cue, an addressee, a date or a place between."""
    ends = [span.end_char for span in (attribution.source, attribution.cue, attribution.addressee) if span]
    last = max(ends)
    near = index.starting_after(last)
    if near >= 0:
        return near
    text = view.text
    line_end = text.find("\n", last)
    line_end = len(text) if line_end < 0 else line_end
    token = view.token_at(last)
    while token < len(view.words) and view.starts[token] < min(line_end, last + _NEAR):
        if view.quote[token] >= 0:
            between = text[last : view.starts[token]]
            opens = between.rstrip()[-1:] in (",", ":", "—", "–") or between.rstrip().endswith((" that", " as"))
            return view.quote[token] if opens or len(between) < 30 else -1
        if view.words[token] in (".", ";", "!", "?"):
            return -1
        token += 1
    if text[last:line_end].rstrip().endswith(":") and line_end - last < 2 * _NEAR:
        position = line_end
        while position < len(text) and text[position].isspace() and position < line_end + 8:
            position += 1
        return index._find_start(position)
    return -1


def _touched(view: PartView, span: Span) -> set[int]:
    first, last = view.token_at(span.start_char), view.token_after(span.end_char)
    return {number for number in view.quote[first:last] if number >= 0}


def _fit(view: PartView, index: QuoteIndex, attribution: Attribution) -> Attribution:
    """Make content end with the quotations it touches, and lose the marks where it is one quotation."""
    inside = index.at(attribution.cue.start_char) if attribution.cue else -1
    spans: list[Span] = []
    for span in attribution.content:
        for number in _touched(view, span):
            quotation = view.quotations[number]
            if number != inside and len(quotation.inner) == 1:
                span = _stretch(view, span, quotation, attribution)
        spans.append(_bare(view, span))
    merged = _merge(view, spans)
    return replace(attribution, content=tuple(merged))


def _stretch(view: PartView, span: Span, quotation: Quotation, attribution: Attribution) -> Span:
    start, end = span.start_char, span.end_char
    if start < quotation.end_char <= end + 400 and quotation.start_char <= end:
        wide_start, wide_end = min(start, quotation.start_char), max(end, quotation.end_char)
        for other in (attribution.source, attribution.cue):
            if other is not None and wide_start < other.end_char and other.start_char < wide_end:
                return span
        return Span(wide_start, wide_end)
    return span


def _bare(view: PartView, span: Span) -> Span:
    """Inside the marks where the span is one quotation, its marks included; a comma at the end goes."""
    text = view.text
    for number in sorted(_touched(view, span))[:1]:
        quotation = view.quotations[number]
        if span.start_char >= quotation.start_char and span.end_char <= quotation.end_char:
            inner = next(
                (s for s in quotation.inner if s.start_char <= span.end_char and span.start_char <= s.end_char), None
            )
            if inner is not None and span.start_char <= inner.start_char and inner.end_char <= span.end_char:
                span = inner
    start, end = span.start_char, span.end_char
    while end > start and (text[end - 1] == "," or text[end - 1].isspace()):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if start < end else span


def _merge(view: PartView, spans: Sequence[Span]) -> list[Span]:
    """Spans in order without repeats and without those inside others."""
    merged: list[Span] = []
    for span in sorted(set(spans), key=lambda item: (item.start_char, -item.end_char)):
        if merged and span.start_char < merged[-1].end_char:
            merged[-1] = Span(merged[-1].start_char, max(merged[-1].end_char, span.end_char))
        else:
            merged.append(span)
    return merged


def _continue_speech(view: PartView, index: QuoteIndex, attributions: list[Attribution]) -> list[Attribution]:
    """Give quotations that nobody introduces to the attribution just before them: `"No," he said. "Never."`"""
    order = sorted(range(len(attributions)), key=lambda i: attributions[i].end_char)
    ends = [attributions[i].end_char for i in order]
    last_quote: dict[int, int] = {}
    for number, quotation in enumerate(index.quotations):
        if number in index.taken or not _is_speech(view, quotation):
            continue
        owner = _owner_before(view, attributions, order, ends, quotation)
        if owner >= 0:
            spans = (*attributions[owner].content, *(_bare(view, span) for span in quotation.inner))
            attributions[owner] = replace(attributions[owner], content=tuple(_merge(view, spans)))
            index.taken.add(number)
            last_quote[owner] = number
            order = sorted(range(len(attributions)), key=lambda i: attributions[i].end_char)
            ends = [attributions[i].end_char for i in order]
    return attributions


def _is_speech(view: PartView, quotation: Quotation) -> bool:
    """Whole sentences: begins a sentence and ends with its mark, or runs over paragraphs."""
    text = view.text
    first, last = quotation.inner[0], quotation.inner[-1]
    if len(quotation.inner) > 1:
        return True
    words = text[first.start_char : first.end_char].split()
    begins = text[: quotation.start_char].rstrip(" \t")[-1:] in ("", "\n", ".", "!", "?", ":", "”", '"', "’")
    return len(words) >= 3 and begins and text[last.end_char - 1] in ".!?…,—–"


def _owner_before(
    view: PartView, attributions: Sequence[Attribution], order: Sequence[int], ends: Sequence[int], quotation: Quotation
) -> int:
    """Index of the attribution of direct speech whose sentence ends just before the quotation; else -1."""
    from bisect import bisect_right

    position = bisect_right(ends, quotation.start_char) - 1
    steps = 0
    while position >= 0 and steps < 4:
        candidate = attributions[order[position]]
        steps += 1
        between = view.text[candidate.end_char : quotation.start_char]
        if len(between) > 160:
            return -1
        if candidate.sense is not None and "quote" in candidate.sense.frames and _has_quoted(view, candidate):
            sentence_ends = len(re.findall(r"[.!?](?=\s)", between))
            if sentence_ends <= 1 and between.count("\n\n") + between.count("\n") <= 2:
                return order[position]
        position -= 1
    return -1


def _has_quoted(view: PartView, attribution: Attribution) -> bool:
    return any(_touched(view, span) for span in attribution.content)
