"""Quotations joined to the words that attribute them.

A verb of saying takes the quotation that ends where its clause begins or begins where it ends, also across a
sentence break that stands between `,"` and the speaker. What is left over goes on from the attribution before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.fitting import fit_content
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.marks import (
    ending_before,
    is_lead,
    is_side_phrase,
    is_title,
    lead_content,
    quotation_at,
    starting_at,
    touched,
)
from broadsheet.claims.speech import continue_speech
from broadsheet.claims.view import PartView
from broadsheet.records import Span

_PROMPTS = frozenset(["asked", "pressed", "questioned", "quizzed", "challenged", "confronted"])
_NEAR = 60
_FAR = 160


def join_quotations(view: PartView, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions with the quotations beside them; those that needed a quotation and found none fall away."""
    joined = [found for attribution in attributions if (found := _join(view, attribution)) is not None]
    fitted = [fit_content(view, take_lead(view, attribution)) for attribution in _drop_doubles(view, joined)]
    return continue_speech(view, fitted)


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


def take_lead(view: PartView, attribution: Attribution) -> Attribution:
    """ "“I won,” he said, according to a report": the quotation before the clause is part of what the report says."""
    if attribution.rule != "according_to":
        return attribution
    first = attribution.content[0]
    number = ending_before(view, first.start_char)
    if number < 0 or not is_lead(view, number):
        return attribution
    whole = Span(view.quotations[number].start_char, first.end_char)
    return replace(attribution, content=(whole, *attribution.content[1:]))


def _join(view: PartView, attribution: Attribution) -> Attribution | None:
    kept = attribution if attribution.content else None
    if attribution.cue is None or attribution.sense is None or not attribution.sense.frames & {"quote", "as"}:
        return kept
    if quotation_at(view, attribution.cue.start_char) >= 0:
        return kept
    start = _start_of_insert(view, attribution, attribution.cue)
    before = ending_before(view, start) if attribution.cue.start_char - start < _FAR // 2 else -1
    after = _quotation_after(view, attribution)
    leads = before >= 0 and is_lead(view, before)
    if leads and is_side_phrase(view, before):
        return kept
    if attribution.content:
        announced = after >= 0 and _is_announced(view, attribution, after)
        if announced and after in {number for span in attribution.content for number in touched(view, span)}:
            ahead = lead_content(view, before) if before >= 0 and before != after and is_lead(view, before) else ()
            ahead = ahead or _side_clause(view, start)
            return replace(attribution, content=(*ahead, *view.quotations[after].inner), rule="quote_after")
        opening = view.token_at(attribution.content[0].start_char)
        goes_on = attribution.content[-1].end_char <= start and not view.words[opening].endswith("ing")
        if announced and goes_on and attribution.rule != "according_to":
            # "If it holds, he said, “we are safe”": the quotation goes on from the words in front; those of "Asked
            # whether it holds, he said: “It does”" only tell when.
            front = () if view.words[opening] in _PROMPTS else attribution.content
            return replace(attribution, content=(*front, *view.quotations[after].inner), rule="quote_after")
        in_front = attribution.content[0].start_char < start
        held = {number for span in attribution.content for number in touched(view, span)}
        if not leads or (not in_front and before in held):
            return kept
        rest = [span for span in attribution.content if span.start_char > start and touched(view, span)]
        return replace(attribution, content=(*lead_content(view, before), *rest), rule="quote_before")
    if before >= 0:
        spans = lead_content(view, before) if leads else view.quotations[before].inner
        if after >= 0 and after != before:
            spans = (*spans, *view.quotations[after].inner)
        return replace(attribution, content=spans, rule="quote_before")
    is_thought = attribution.sense.kind == "believe"
    if after >= 0 and (_is_announced(view, attribution, after) or not (is_thought or is_title(view, after))):
        spans = (*_side_clause(view, start), *view.quotations[after].inner)
        return replace(attribution, content=spans, rule="quote_after")
    return None


def _side_clause(view: PartView, insert: int) -> tuple[Span, ...]:
    """ "If the dam holds, | he said, “we are safe”": the side clause that the quotation goes on from."""
    token = view.token_at(insert)
    first = view.cells[token] if token < len(view.cells) else token
    if token <= first or not view.has_parse or view.pos[first] != "SCONJ" or view.words[token - 1] != ",":
        return ()
    span = view.span(first, token)
    return (span,) if span and view.words[first] in ("if", "when", "because", "unless", "although", "until") else ()


def _start_of_insert(view: PartView, attribution: Attribution, cue: Span) -> int:
    """Where "he said" begins: at the source, or at the cue where another verb stands between."""
    source = attribution.source
    if source is None or source.start_char > cue.start_char:
        return cue.start_char
    between = range(view.token_at(source.end_char), view.token_at(cue.start_char))
    return cue.start_char if any(view.pos[token] == "VERB" for token in between) else source.start_char


def _is_announced(view: PartView, attribution: Attribution, number: int) -> bool:
    """A colon, or a comma straight after the cue, stands before the quotation: it is all of the content."""
    start = view.quotations[number].start_char
    before = view.text[max(0, start - 12) : start].rstrip()
    last = max(s.end_char for s in (attribution.source, attribution.cue, attribution.addressee) if s)
    return before.endswith(":") or (before.endswith(",") and start - last <= 3)


def _quotation_after(view: PartView, attribution: Attribution) -> int:
    """Index of the quotation after source and cue: at once, after comma, colon or "that", or in the next line."""
    text = view.text
    last = max(s.end_char for s in (attribution.source, attribution.cue, attribution.addressee) if s)
    position = last
    while position < len(text) and position < last + 4 and text[position] in " ,:—–-\xa0":
        position += 1
    near = starting_at(view, position)
    if near >= 0:
        return near
    line_end = text.find("\n", last)
    line_end = len(text) if line_end < 0 else line_end
    token = view.token_at(last)
    while token < len(view.words) and view.starts[token] < min(line_end, last + _NEAR):
        if view.quote[token] >= 0:
            between = text[last : view.starts[token]].rstrip()
            if _other_speaks(view, attribution.cue_token, token):
                return -1
            return view.quote[token] if between[-1:] in (",", ":", "—", "–") or between.endswith(" that") else -1
        if view.words[token] in (".", ";", "!", "?"):
            return -1
        token += 1
    if line_end - last > 2 * _NEAR or not text[last:line_end].rstrip().endswith(":"):
        return -1
    position = line_end
    while position < len(text) and text[position].isspace() and position < line_end + 8:
        position += 1
    return starting_at(view, position)


def _other_speaks(view: PartView, cue: int, quoted: int) -> bool:
    """Whether another verb of saying stands between a cue and the quotation after it."""
    verbs = load_lexicon().verbs
    for token in range(cue + 1, quoted):
        entry = verbs.get(view.words[token])
        if entry is not None and view.pos[token] == "VERB" and entry.senses[0].kind == "report":
            return True
    return False
