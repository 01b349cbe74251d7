"""Boundaries of contents that overlap quotations: all of a quotation or none of it, without the enclosing marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.quotation_lookup import find_overlapping, find_quotation_at
from broadsheet.claims.quotes import Quotation
from broadsheet.claims.token_arrays import TokenArrays, trim
from broadsheet.records import Span


def align_content(tokens: TokenArrays, attribution: Attribution) -> Attribution:
    """Align content with the quotations that it overlaps, and strip the marks if it is one quotation."""
    inside = find_quotation_at(tokens, attribution.cue.start_char) if attribution.cue else -1
    spans: list[Span] = []
    for span in attribution.content:
        if inside >= 0:
            span = _clip(span, tokens.quotations[inside])
        for number in sorted(find_overlapping(tokens, span)):
            quotation = tokens.quotations[number]
            if number != inside and len(quotation.inner) == 1:
                span = _extend(span, quotation, attribution)
        spans.append(strip_marks(tokens, span) if inside < 0 else _strip_nested_marks(tokens, span, attribution))
        if inside < 0:
            spans.extend(_find_later_paragraphs(tokens, span))
    return replace(attribution, content=merge_spans(spans))


def _find_later_paragraphs(tokens: TokenArrays, span: Span) -> list[Span]:
    """ "Told the Post that “nothing was wrong ...": the later paragraphs of a quotation that a content ends in."""
    last = tokens.token_after(span.end_char) - 1
    number = tokens.quote[last] if last >= 0 else -1
    if number < 0 or len(tokens.quotations[number].inner) == 1:
        return []
    inner = tokens.quotations[number].inner
    reaches_end = inner[0].start_char > span.start_char and inner[0].end_char - span.end_char in (0, 1, 2)
    return [strip_marks(tokens, later) for later in inner[1:]] if reaches_end else []


def confine_to_quotation(tokens: TokenArrays, attribution: Attribution) -> Attribution | None:
    """The attribution without what lies outside the quotation that its cue is in; None if no content is left.

    "“The board knew,” Ms Akande, who chairs the trust, told the inquiry": nothing is said about what the board knew.
    """
    number = tokens.quote[attribution.cue_token] if attribution.cue_token >= 0 else -1
    if number < 0 or not attribution.content:
        return attribution
    kept = [
        Span(max(span.start_char, inner.start_char), min(span.end_char, inner.end_char))
        for span in attribution.content
        for inner in tokens.quotations[number].inner
    ]
    content = tuple(span for span in kept if tokens.text[span.start_char : span.end_char].strip())
    return replace(attribution, content=content) if content else None


def _strip_nested_marks(tokens: TokenArrays, span: Span, attribution: Attribution) -> Span:
    """Nested quotation: the words inside the inner marks if the span begins or ends with them."""
    assert attribution.cue is not None
    first = bisect_left(tokens.nested, span.start_char - 200, key=lambda quotation: quotation.start_char)
    for quotation in tokens.nested[first:]:
        if quotation.start_char >= span.end_char:
            break
        contains_cue = quotation.start_char <= attribution.cue.start_char < quotation.end_char
        begins = abs(quotation.start_char - span.start_char) <= 1
        ends = abs(quotation.end_char - span.end_char) <= 2
        if (begins or ends) and not contains_cue and len(quotation.inner) == 1:
            # "He said he felt ‘trapped’": words before the inner marks are said too.
            ahead = tokens.text[span.start_char : max(span.start_char, quotation.start_char)]
            whole = Span(span.start_char, min(span.end_char, quotation.end_char))
            return whole if ahead.strip(" ,:") else strip_marks(tokens, quotation.inner[0])
    return strip_marks(tokens, span)


def _clip(span: Span, quotation: Quotation) -> Span:
    """The span clipped to the quotation around it."""
    for inner in quotation.inner:
        if inner.start_char <= span.start_char < inner.end_char:
            return Span(span.start_char, min(span.end_char, inner.end_char))
    return span


def _extend(span: Span, quotation: Quotation, attribution: Attribution) -> Span:
    """The span extended over a quotation that it overlaps, unless source or cue would be covered."""
    wide = Span(min(span.start_char, quotation.start_char), max(span.end_char, quotation.end_char))
    for other in (attribution.source, attribution.cue):
        if other is not None and wide.start_char < other.end_char and other.start_char < wide.end_char:
            return span
    return wide


def strip_marks(tokens: TokenArrays, span: Span) -> Span:
    """The span without enclosing quotation marks, outer whitespace and a final comma."""
    text = tokens.text
    for number in sorted(find_overlapping(tokens, span))[:1]:
        for inner in tokens.quotations[number].inner:
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
    """Spans in order, with overlapping ones merged."""
    merged: list[Span] = []
    for span in sorted(set(spans), key=lambda item: (item.start_char, -item.end_char)):
        if merged and span.start_char < merged[-1].end_char:
            merged[-1] = Span(merged[-1].start_char, max(merged[-1].end_char, span.end_char))
        else:
            merged.append(span)
    return tuple(merged)


def subtract_spans(tokens: TokenArrays, content: tuple[Span, ...], taken: list[Span]) -> tuple[Span, ...]:
    """Content spans without source and cue."""
    spans = list(content)
    for hole in taken:
        pieces: list[Span] = []
        for span in spans:
            if hole.end_char <= span.start_char or span.end_char <= hole.start_char:
                pieces.append(span)
                continue
            for start, end in ((span.start_char, hole.start_char), (hole.end_char, span.end_char)):
                piece = trim(tokens.text, start, end) if start < end else None
                if piece is not None:
                    pieces.append(piece)
        spans = pieces
    return tuple(spans)
