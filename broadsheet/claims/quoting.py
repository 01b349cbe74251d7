"""Quotations joined to the words that attribute them.

A verb of saying takes the quotation that ends where its clause begins or begins where it ends, also across a
sentence break that stands between `,"` and the speaker. What is left over goes on from the attribution before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.clauses import behind_dateline
from broadsheet.claims.quotes import Quotation
from broadsheet.claims.view import PartView
from broadsheet.records import Span

_NEAR = 60
_FAR = 160
_LEAD_MARKS = frozenset(",?!…—–")
_SENTENCE_END = re.compile(r"[.!?](?=\s)")


def join_quotations(view: PartView, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions with the quotations beside them; those that needed a quotation and found none fall away."""
    joined = [found for attribution in attributions if (found := _join(view, attribution)) is not None]
    fitted = [_fit(view, _take_lead(view, attribution)) for attribution in _drop_doubles(view, joined)]
    return _continue_speech(view, fitted)


def _drop_doubles(view: PartView, attributions: list[Attribution]) -> list[Attribution]:
    """A quotation that somebody says is not said a second time by a verb without a source."""
    taken = {
        number
        for attribution in attributions
        if attribution.source is not None
        for span in attribution.content
        for number in touched(view, span)
    }
    return [
        attribution
        for attribution in attributions
        if attribution.source is not None
        or not attribution.rule.startswith("quote_")
        or not any(number in taken for span in attribution.content for number in touched(view, span))
    ]


def _take_lead(view: PartView, attribution: Attribution) -> Attribution:
    """ "“I won,” he said, according to a report": the quotation before the clause is part of what the report says."""
    if attribution.rule != "according_to":
        return attribution
    first = attribution.content[0]
    number = _ending_before(view, first.start_char)
    if number < 0 or not _is_lead(view, number):
        return attribution
    whole = Span(view.quotations[number].start_char, first.end_char)
    return replace(attribution, content=(whole, *attribution.content[1:]))


def quotation_at(view: PartView, char: int) -> int:
    """Index of the outermost quotation whose marks enclose a code point; -1 outside."""
    token = view.token_at(char)
    return view.quote[token] if token < len(view.quote) else -1


def touched(view: PartView, span: Span) -> set[int]:
    """Indices of the quotations that a span shares words with."""
    first, last = view.token_at(span.start_char), view.token_after(span.end_char)
    return {number for number in view.quote[first:last] if number >= 0}


def _join(view: PartView, attribution: Attribution) -> Attribution | None:
    kept = attribution if attribution.content else None
    if attribution.cue is None or attribution.sense is None or not attribution.sense.frames & {"quote", "as"}:
        return kept
    if quotation_at(view, attribution.cue.start_char) >= 0:
        return kept
    start = _start_of_insert(view, attribution, attribution.cue)
    before = _ending_before(view, start) if attribution.cue.start_char - start < _FAR // 2 else -1
    after = _behind(view, attribution)
    leads = before >= 0 and _is_lead(view, before)
    if leads and _is_side_phrase(view, before):
        return kept
    if attribution.content:
        announced = after >= 0 and _is_announced(view, attribution, after)
        if announced and after in {number for span in attribution.content for number in touched(view, span)}:
            ahead = _lead_content(view, before) if before >= 0 and before != after and _is_lead(view, before) else ()
            return replace(attribution, content=(*ahead, *view.quotations[after].inner), rule="quote_after")
        in_front = attribution.content[0].start_char < start
        held = {number for span in attribution.content for number in touched(view, span)}
        if not leads or (not in_front and before in held):
            return kept
        behind = [span for span in attribution.content if span.start_char > start and touched(view, span)]
        return replace(attribution, content=(*_lead_content(view, before), *behind), rule="quote_before")
    if before >= 0:
        spans = _lead_content(view, before) if leads else view.quotations[before].inner
        if after >= 0 and after != before:
            spans = (*spans, *view.quotations[after].inner)
        return replace(attribution, content=spans, rule="quote_before")
    is_thought = attribution.sense.kind == "believe"
    if after >= 0 and (_is_announced(view, attribution, after) or not (is_thought or _is_title(view, after))):
        return replace(attribution, content=view.quotations[after].inner, rule="quote_after")
    return None


def _start_of_insert(view: PartView, attribution: Attribution, cue: Span) -> int:
    """Where "he said" begins: at the source, or at the cue where another verb stands between."""
    source = attribution.source
    if source is None or source.start_char > cue.start_char:
        return cue.start_char
    between = range(view.token_at(source.end_char), view.token_at(cue.start_char))
    return cue.start_char if any(view.pos[token] == "VERB" for token in between) else source.start_char


def _is_title(view: PartView, number: int) -> bool:
    """A short quotation that is a name: every longer word has a capital and no mark of a sentence ends it."""
    inner = view.quotations[number].inner[0]
    words = view.text[inner.start_char : inner.end_char].split()
    return (
        len(words) <= 6 and all(word[:1].isupper() for word in words if len(word) > 3) and words[-1][-1] not in ".!?,"
    )


def _is_announced(view: PartView, attribution: Attribution, number: int) -> bool:
    """A colon, or a comma straight behind the cue, stands before the quotation: it is all of the content."""
    start = view.quotations[number].start_char
    before = view.text[max(0, start - 12) : start].rstrip()
    last = max(s.end_char for s in (attribution.source, attribution.cue, attribution.addressee) if s)
    return before.endswith(":") or (before.endswith(",") and start - last <= 3)


def _lead_content(view: PartView, number: int) -> tuple[Span, ...]:
    """A quotation before its speaker, with the words of its sentence before it (`It was "fine," he said`)."""
    quotation = view.quotations[number]
    first = view.starts[behind_dateline(view, view.cells[view.token_at(quotation.start_char)])]
    ahead = view.text[first : quotation.start_char]
    is_bare = not any(char.isalnum() for char in ahead) or ahead.rstrip()[-1:] in ",:"
    if len(quotation.inner) > 1 or "\n" in ahead or is_bare:
        return quotation.inner
    return (Span(first, quotation.end_char),)


def _is_side_phrase(view: PartView, number: int) -> bool:
    """ "For “best performance”, the maker recommends ...": a phrase in front that holds quoted words, no speech."""
    if not view.has_parse:
        return False
    quotation = view.quotations[number]
    first = view.cells[view.token_at(quotation.start_char)]
    is_short = len(view.text[quotation.start_char : quotation.end_char].split()) < 4
    return is_short and view.quote[first] < 0 and view.pos[first] in ("ADP", "SCONJ")


def _is_lead(view: PartView, number: int) -> bool:
    """Before its speaker a quotation ends with a comma or another mark than a full stop."""
    quotation = view.quotations[number]
    end = quotation.inner[-1].end_char
    return view.text[end - 1] in _LEAD_MARKS or view.text[quotation.end_char : quotation.end_char + 1] == ","


def _ending_before(view: PartView, char: int) -> int:
    """Index of the quotation that ends just before a code point of the same line, comma or dash between; else -1."""
    text = view.text
    position = char
    while position > 0 and position > char - 4 and text[position - 1] in " ,—–-\xa0":
        position -= 1
    number = quotation_at(view, position - 1) if position > 0 else -1
    return number if number >= 0 and abs(view.quotations[number].end_char - position) <= 1 else -1


def _starting_at(view: PartView, char: int) -> int:
    number = quotation_at(view, char)
    return number if number >= 0 and view.quotations[number].start_char == char else -1


def _behind(view: PartView, attribution: Attribution) -> int:
    """Index of the quotation behind source and cue: at once, behind comma, colon or "that", or in the next line."""
    text = view.text
    last = max(s.end_char for s in (attribution.source, attribution.cue, attribution.addressee) if s)
    position = last
    while position < len(text) and position < last + 4 and text[position] in " ,:—–-\xa0":
        position += 1
    near = _starting_at(view, position)
    if near >= 0:
        return near
    line_end = text.find("\n", last)
    line_end = len(text) if line_end < 0 else line_end
    token = view.token_at(last)
    while token < len(view.words) and view.starts[token] < min(line_end, last + _NEAR):
        if view.quote[token] >= 0:
            between = text[last : view.starts[token]].rstrip()
            return view.quote[token] if between[-1:] in (",", ":", "—", "–") or between.endswith(" that") else -1
        if view.words[token] in (".", ";", "!", "?"):
            return -1
        token += 1
    if line_end - last > 2 * _NEAR or not text[last:line_end].rstrip().endswith(":"):
        return -1
    position = line_end
    while position < len(text) and text[position].isspace() and position < line_end + 8:
        position += 1
    return _starting_at(view, position)


def _fit(view: PartView, attribution: Attribution) -> Attribution:
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
        spans.append(_bare(view, span) if inside < 0 else _nested_words(view, span, attribution))
    return replace(attribution, content=_merge(spans))


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
            return _bare(view, quotation.inner[0])
    return _bare(view, span)


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


def _bare(view: PartView, span: Span) -> Span:
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


def _merge(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order; those that overlap become one."""
    merged: list[Span] = []
    for span in sorted(set(spans), key=lambda item: (item.start_char, -item.end_char)):
        if merged and span.start_char < merged[-1].end_char:
            merged[-1] = Span(merged[-1].start_char, max(merged[-1].end_char, span.end_char))
        else:
            merged.append(span)
    return tuple(merged)


def _continue_speech(view: PartView, attributions: list[Attribution]) -> list[Attribution]:
    """Give quotations that nobody introduces to the attribution just before them: `"No," he said. "Never."`"""
    taken = {number for a in attributions for span in a.content for number in touched(view, span)}
    order = deque(sorted(range(len(attributions)), key=lambda i: attributions[i].end_char))
    recent: deque[int] = deque(maxlen=4)
    for number, quotation in enumerate(view.quotations):
        while order and attributions[order[0]].end_char <= quotation.start_char:
            recent.append(order.popleft())
        if number in taken or not _is_speech(view, quotation):
            continue
        owner = next((i for i in reversed(recent) if _goes_on(view, attributions[i], quotation)), -1)
        if owner >= 0:
            more = [_bare(view, span) for span in quotation.inner]
            attributions[owner] = replace(attributions[owner], content=_merge([*attributions[owner].content, *more]))
            recent.append(owner)
    return attributions


def _is_speech(view: PartView, quotation: Quotation) -> bool:
    """Whole sentences: begins a sentence and ends with its mark, or runs over paragraphs."""
    text = view.text
    first, last = quotation.inner[0], quotation.inner[-1]
    if len(quotation.inner) > 1:
        return True
    words = text[first.start_char : first.end_char].split()
    before = text[max(0, quotation.start_char - 4) : quotation.start_char].rstrip(" \t")
    begins = not before or before[-1] in '\n.!?:”"’'
    return len(words) >= 2 and begins and text[last.end_char - 1] in ".!?…,—–"


def _goes_on(view: PartView, attribution: Attribution, quotation: Quotation) -> bool:
    """A quotation goes on from speech that ends in its paragraph, or from a direct one in the paragraph before."""
    if quotation.start_char - attribution.end_char > _FAR:
        return False
    between = view.text[attribution.end_char : quotation.start_char]
    if attribution.sense is None or "quote" not in attribution.sense.frames or attribution.is_noun:
        return False
    if len(_SENTENCE_END.findall(between)) > 1:
        return False
    if "\n" not in between:
        return True
    is_direct = any(touched(view, span) for span in attribution.content)
    return is_direct and between.count("\n") <= 2 and not any(char.isalnum() for char in between.partition("\n")[2])
