"""Quotations attached to the words that attribute them.

A verb of speech takes the quotation directly before or after its clause, also across a sentence break between `,"` and
the speaker. A quotation that is left over continues the attribution before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.continued_quotations import attach_continued_quotations
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.quotation_lookup import (
    expand_fronted,
    find_overlapping,
    find_quotation_at,
    find_quotation_before,
    find_quotation_starting_at,
    is_fronted,
    is_in_fronted_adjunct,
    is_title,
)
from broadsheet.claims.span_boundaries import align_content
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import Span

_PROMPTS = frozenset(["asked", "pressed", "questioned", "quizzed", "challenged", "confronted"])
_NEAR = 60
_FAR = 160


def attach_quotations(tokens: TokenArrays, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions with the adjacent quotations attached; those that need a quotation and have none are dropped."""
    joined = [found for attribution in attributions if (found := _attach(tokens, attribution)) is not None]
    fitted = [
        align_content(tokens, extend_to_fronted(tokens, attribution))
        for attribution in _drop_duplicates(tokens, joined)
    ]
    return attach_continued_quotations(tokens, fitted)


def _drop_duplicates(tokens: TokenArrays, attributions: list[Attribution]) -> list[Attribution]:
    """Drop attributions without a source whose quotation already has a speaker."""
    taken = {
        number
        for attribution in attributions
        if attribution.source is not None
        for span in attribution.content
        for number in find_overlapping(tokens, span)
    }
    return [
        attribution
        for attribution in attributions
        if attribution.source is not None
        or not attribution.rule.startswith("quote_")
        or not any(number in taken for span in attribution.content for number in find_overlapping(tokens, span))
    ]


def extend_to_fronted(tokens: TokenArrays, attribution: Attribution) -> Attribution:
    """ "“I won,” he said, according to a report": the quotation before the clause is part of what the report says."""
    if attribution.rule != "according_to":
        return attribution
    first = attribution.content[0]
    number = find_quotation_before(tokens, first.start_char)
    if number < 0 or not is_fronted(tokens, number):
        return attribution
    whole = Span(tokens.quotations[number].start_char, first.end_char)
    return replace(attribution, content=(whole, *attribution.content[1:]))


def _attach(tokens: TokenArrays, attribution: Attribution) -> Attribution | None:
    kept = attribution if attribution.content else None
    if attribution.cue is None or attribution.sense is None or not attribution.sense.frames & {"quote", "as"}:
        return kept
    if find_quotation_at(tokens, attribution.cue.start_char) >= 0:
        return kept
    start = _find_parenthetical_start(tokens, attribution, attribution.cue)
    before = find_quotation_before(tokens, start) if attribution.cue.start_char - start < _FAR // 2 else -1
    after = _quotation_after(tokens, attribution)
    leads = before >= 0 and is_fronted(tokens, before)
    if leads and is_in_fronted_adjunct(tokens, before):
        return kept
    if attribution.content:
        announced = after >= 0 and _is_announced(tokens, attribution, after)
        if announced and after in {number for span in attribution.content for number in find_overlapping(tokens, span)}:
            ahead = (
                expand_fronted(tokens, before) if before >= 0 and before != after and is_fronted(tokens, before) else ()
            )
            ahead = ahead or _find_adverbial_clause(tokens, start)
            return replace(attribution, content=(*ahead, *tokens.quotations[after].inner), rule="quote_after")
        opening = tokens.token_at(attribution.content[0].start_char)
        continues = attribution.content[-1].end_char <= start and not tokens.words[opening].endswith("ing")
        if announced and continues and attribution.rule != "according_to":
            # "If it holds, he said, “we are safe”": the quotation continues the fronted words; those of "Asked
            # whether it holds, he said: “It does”" only give the occasion.
            front = () if tokens.words[opening] in _PROMPTS else attribution.content
            return replace(attribution, content=(*front, *tokens.quotations[after].inner), rule="quote_after")
        in_front = attribution.content[0].start_char < start
        held = {number for span in attribution.content for number in find_overlapping(tokens, span)}
        if not leads or (not in_front and before in held):
            return kept
        rest = [span for span in attribution.content if span.start_char > start and find_overlapping(tokens, span)]
        return replace(attribution, content=(*expand_fronted(tokens, before), *rest), rule="quote_before")
    if before >= 0:
        spans = expand_fronted(tokens, before) if leads else tokens.quotations[before].inner
        if after >= 0 and after != before:
            spans = (*spans, *tokens.quotations[after].inner)
        return replace(attribution, content=spans, rule="quote_before")
    is_thought = attribution.sense.kind == "believe"
    if after >= 0 and (_is_announced(tokens, attribution, after) or not (is_thought or is_title(tokens, after))):
        spans = (*_find_adverbial_clause(tokens, start), *tokens.quotations[after].inner)
        return replace(attribution, content=spans, rule="quote_after")
    return None


def _find_adverbial_clause(tokens: TokenArrays, parenthetical: int) -> tuple[Span, ...]:
    """ "If the dam holds, | he said, “we are safe”": the adverbial clause that the quotation continues."""
    token = tokens.token_at(parenthetical)
    first = tokens.segments[token] if token < len(tokens.segments) else token
    if token <= first or not tokens.has_parse or tokens.pos[first] != "SCONJ" or tokens.words[token - 1] != ",":
        return ()
    span = tokens.span(first, token)
    return (span,) if span and tokens.words[first] in ("if", "when", "because", "unless", "although", "until") else ()


def _find_parenthetical_start(tokens: TokenArrays, attribution: Attribution, cue: Span) -> int:
    """Where "he said" begins: at the source, or at the cue if there is another verb between them."""
    source = attribution.source
    if source is None or source.start_char > cue.start_char:
        return cue.start_char
    between = range(tokens.token_at(source.end_char), tokens.token_at(cue.start_char))
    return cue.start_char if any(tokens.pos[token] == "VERB" for token in between) else source.start_char


def _is_announced(tokens: TokenArrays, attribution: Attribution, number: int) -> bool:
    """Whether a colon, or a comma right after the cue, precedes the quotation, which is then all of the content."""
    start = tokens.quotations[number].start_char
    before = tokens.text[max(0, start - 12) : start].rstrip()
    last = max(s.end_char for s in (attribution.source, attribution.cue, attribution.addressee) if s)
    return before.endswith(":") or (before.endswith(",") and start - last <= 3)


def _quotation_after(tokens: TokenArrays, attribution: Attribution) -> int:
    """Index of the quotation after source and cue: adjacent, after a comma, colon or "that", or in the next line."""
    text = tokens.text
    last = max(s.end_char for s in (attribution.source, attribution.cue, attribution.addressee) if s)
    position = last
    while position < len(text) and position < last + 4 and text[position] in " ,:—–-\xa0":
        position += 1
    near = find_quotation_starting_at(tokens, position)
    if near >= 0:
        return near
    line_end = text.find("\n", last)
    line_end = len(text) if line_end < 0 else line_end
    token = tokens.token_at(last)
    while token < len(tokens.words) and tokens.starts[token] < min(line_end, last + _NEAR):
        if tokens.quote[token] >= 0:
            between = text[last : tokens.starts[token]].rstrip()
            if _has_other_speaker(tokens, attribution.cue_token, token):
                return -1
            return tokens.quote[token] if between[-1:] in (",", ":", "—", "–") or between.endswith(" that") else -1
        if tokens.words[token] in (".", ";", "!", "?"):
            return -1
        token += 1
    if line_end - last > 2 * _NEAR or not text[last:line_end].rstrip().endswith(":"):
        return -1
    position = line_end
    while position < len(text) and text[position].isspace() and position < line_end + 8:
        position += 1
    return find_quotation_starting_at(tokens, position)


def _has_other_speaker(tokens: TokenArrays, cue: int, quoted: int) -> bool:
    """Whether there is another verb of speech between a cue and the quotation after it."""
    verbs = load_lexicon().verbs
    for token in range(cue + 1, quoted):
        entry = verbs.get(tokens.words[token])
        if entry is not None and tokens.pos[token] == "VERB" and entry.senses[0].kind == "report":
            return True
    return False
