"""The edges of contents that touch quotations: all of a quotation or none of it, and no marks around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.marks import quotation_at, touched
from broadsheet.claims.quotes import Quotation
from broadsheet.claims.view import PartView
from broadsheet.records import Span


def fit_content(view: PartView, attribution: Attribution) -> Attribution:
    """Make content end with the quotations it touches, and lose the marks where it is one quotation."""
    inside = quotation_at(view, attribution.cue.start_char) if attribution.cue else -1
    spans: list[Span] = []
    for span in attribution.content:
        if inside >= 0:
            span = _keep_inside(span, view.quotations[inside])
        for number in sorted(touched(view, span)):
            quotation = view.quotations[number]
            if number != inside and len(quotation.inner) == 1:
                span = _stretch(span, quotation, attribution)
        spans.append(bare_words(view, span) if inside < 0 else _nested_words(view, span, attribution))
    return replace(attribution, content=merge_spans(spans))


def _nested_words(view: PartView, span: Span, attribution: Attribution) -> Span:
    """Speech within speech: the words inside the inner marks where the span begins or ends with them."""
    assert attribution.cue is not None
    first = bisect_left(view.nested, span.start_char - 200, key=lambda quotation: quotation.start_char)
    for quotation in view.nested[first:]:
        if quotation.start_char >= span.end_char:
            break
        holds_cue = quotation.start_char <= attribution.cue.start_char < quotation.end_char
        begins = abs(quotation.start_char - span.start_char) <= 1
        ends = abs(quotation.end_char - span.end_char) <= 2
        if (begins or ends) and not holds_cue and len(quotation.inner) == 1:
            return bare_words(view, quotation.inner[0])
    return bare_words(view, span)


def _keep_inside(span: Span, quotation: Quotation) -> Span:
    """What somebody says inside a quotation ends where the quotation does."""
    for inner in quotation.inner:
        if inner.start_char <= span.start_char < inner.end_char:
            return Span(span.start_char, min(span.end_char, inner.end_char))
    return span


def _stretch(span: Span, quotation: Quotation, attribution: Attribution) -> Span:
    """The span with all of a quotation that it touches, unless source or cue stand in the way."""
    wide = Span(min(span.start_char, quotation.start_char), max(span.end_char, quotation.end_char))
    for other in (attribution.source, attribution.cue):
        if other is not None and wide.start_char < other.end_char and other.start_char < wide.end_char:
            return span
    return wide


def bare_words(view: PartView, span: Span) -> Span:
    """Inside the marks where the span is one quotation with its marks; without blanks and a comma at its end."""
    text = view.text
    for number in sorted(touched(view, span))[:1]:
        for inner in view.quotations[number].inner:
            around = text[span.start_char : inner.start_char] + text[inner.end_char : span.end_char]
            if span.start_char <= inner.start_char and inner.end_char <= span.end_char:
                span = inner if not any(char.isalnum() for char in around) else span
    start, end = span.start_char, span.end_char
    while end > start and (text[end - 1] == "," or text[end - 1].isspace()):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if start < end else span


def merge_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order; those that overlap become one."""
    merged: list[Span] = []
    for span in sorted(set(spans), key=lambda item: (item.start_char, -item.end_char)):
        if merged and span.start_char < merged[-1].end_char:
            merged[-1] = Span(merged[-1].start_char, max(merged[-1].end_char, span.end_char))
        else:
            merged.append(span)
    return tuple(merged)
