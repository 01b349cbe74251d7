"""Quotations attached to the words that attribute them.

A verb of speech takes the quotation directly before or after its clause, also across a sentence break between `,"` and
the speaker. A quotation that is left over continues the attribution before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.continued_quotations import attach_continued_quotations, split_shared_quotations
from broadsheet.claims.labelled_quotations import find_labelled_quotations
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.quotation_lookup import (
    expand_fronted,
    find_overlapping,
    find_quotation_at,
    find_quotation_before,
    find_quotation_starting_at,
    is_fronted,
    is_in_fronted_adjunct,
    is_nickname,
    is_title,
)
from broadsheet.claims.span_boundaries import align_content
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import Span

_PROMPTS = frozenset(["asked", "pressed", "questioned", "quizzed", "challenged", "confronted"])
_SEPARATORS = " ,:—–-\xa0"
_NEAR = 60
_FAR = 160


def attach_quotations(tokens: TokenArrays, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions with the adjacent quotations attached; those that need a quotation and have none are dropped."""
    joined = [found for attribution in attributions if (found := _attach(tokens, attribution)) is not None]
    fitted = [
        align_content(tokens, extend_to_fronted(tokens, attribution))
        for attribution in _drop_duplicates(tokens, joined)
    ]
    taken = {number for attribution in fitted for number in _find_quotations(tokens, attribution)}
    fitted = [*split_shared_quotations(tokens, fitted), *find_labelled_quotations(tokens, taken)]
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


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The quotations next to a parenthetical like "he said".

    start: where the parenthetical begins. before, after: index of the quotation there, else -1. is_fronted: the one
    before ends as one that precedes its speaker. is_announced: a colon or comma introduces the one after.
    """

    start: int
    before: int
    after: int
    is_fronted: bool
    is_announced: bool


def _attach(tokens: TokenArrays, attribution: Attribution) -> Attribution | None:
    """The attribution with its quotations; None if it has no content without one and there is none."""
    neighbours = _find_neighbours(tokens, attribution) if _may_quote(tokens, attribution) else None
    if neighbours is None or (neighbours.is_fronted and is_in_fronted_adjunct(tokens, neighbours.before)):
        return attribution if attribution.content else None
    if not attribution.content:
        return _quote_only(tokens, attribution, neighbours)
    for rule in (_quote_announced, _quote_continuation, _quote_fronted):
        found = rule(tokens, attribution, neighbours)
        if found is not None:
            return found
    return attribution


def _may_quote(tokens: TokenArrays, attribution: Attribution) -> bool:
    """Whether the cue takes quotations and is not inside one."""
    cue, sense = attribution.cue, attribution.sense
    if cue is None or sense is None or not sense.frames & {"quote", "as"}:
        return False
    return find_quotation_at(tokens, cue.start_char) < 0


def _find_neighbours(tokens: TokenArrays, attribution: Attribution) -> _Neighbours | None:
    if attribution.cue is None:
        return None
    start = _find_parenthetical_start(tokens, attribution, attribution.cue)
    before = find_quotation_before(tokens, start) if attribution.cue.start_char - start < _FAR else -1
    after = _quotation_after(tokens, attribution)
    after = -1 if after >= 0 and is_nickname(tokens, after) else after
    before = -1 if before >= 0 and after >= 0 and _is_elsewhere(tokens, attribution, before) else before
    return _Neighbours(
        start=start,
        before=before,
        after=after,
        is_fronted=before >= 0 and is_fronted(tokens, before),
        is_announced=after >= 0 and _is_announced(tokens, attribution, after),
    )


def _is_elsewhere(tokens: TokenArrays, attribution: Attribution, before: int) -> bool:
    """Whether a quotation before a cue that has one after it belongs to other words.

    "He said on “Morning Orme,” adding: “No.”", "Calling Lind “a loser,” they chanted “Go home.”"
    """
    first = tokens.segments[tokens.token_at(tokens.quotations[before].start_char)]
    opens_with_participle = tokens.quote[first] < 0 and tokens.words[first].endswith("ing")
    is_addition = attribution.cue_token >= 0 and tokens.words[attribution.cue_token].endswith("ing")
    return is_addition or opens_with_participle


def _quote_announced(tokens: TokenArrays, attribution: Attribution, near: _Neighbours) -> Attribution | None:
    """ "He said: “We are safe.”": the announced quotation is the content, after what precedes the parenthetical."""
    if not near.is_announced or near.after not in _find_quotations(tokens, attribution):
        return None
    if _runs_on(tokens, attribution, near.after):
        return attribution
    ahead = expand_fronted(tokens, near.before) if near.is_fronted and near.before != near.after else ()
    ahead = ahead or _find_adverbial_clause(tokens, near.start)
    return replace(attribution, content=(*ahead, *tokens.quotations[near.after].inner), rule="quote_after")


def _runs_on(tokens: TokenArrays, attribution: Attribution, number: int) -> bool:
    """ "Lind said, “we have three weeks” until the vote": the clause goes on after the quotation without a comma."""
    quotation = tokens.quotations[number]
    following = tokens.text[quotation.end_char : quotation.end_char + 2]
    is_open = len(following) == 2 and following[0] == " " and following[1].islower()
    return is_open and any(span.end_char > quotation.end_char + 2 for span in attribution.content)


def _quote_continuation(tokens: TokenArrays, attribution: Attribution, near: _Neighbours) -> Attribution | None:
    """ "If it holds, he said, “we are safe”": the quotation continues the fronted words.

    Those of "Asked whether it holds, he said: “It does”" only give the occasion and are dropped.
    """
    opening = tokens.words[tokens.token_at(attribution.content[0].start_char)]
    precedes = attribution.content[-1].end_char <= near.start and not opening.endswith("ing")
    if not near.is_announced or not precedes or attribution.rule == "according_to":
        return None
    front = () if opening in _PROMPTS else attribution.content
    return replace(attribution, content=(*front, *tokens.quotations[near.after].inner), rule="quote_after")


def _quote_fronted(tokens: TokenArrays, attribution: Attribution, near: _Neighbours) -> Attribution | None:
    """ "“We are safe,” he said": the quotation before the parenthetical replaces a content that does not contain it."""
    precedes = attribution.content[0].start_char < near.start
    if not near.is_fronted or (not precedes and near.before in _find_quotations(tokens, attribution)):
        return None
    rest = [span for span in attribution.content if span.start_char > near.start and find_overlapping(tokens, span)]
    return replace(attribution, content=(*expand_fronted(tokens, near.before), *rest), rule="quote_before")


def _quote_only(tokens: TokenArrays, attribution: Attribution, near: _Neighbours) -> Attribution | None:
    """The attribution of a cue that has no content but the quotations before or after it."""
    after = tokens.quotations[near.after].inner if near.after >= 0 else ()
    if near.before >= 0:
        before = expand_fronted(tokens, near.before) if near.is_fronted else tokens.quotations[near.before].inner
        more = after if near.after != near.before else ()
        return replace(attribution, content=(*before, *more), rule="quote_before")
    is_belief = attribution.sense is not None and attribution.sense.kind == "believe"
    if not after or not (near.is_announced or not (is_belief or is_title(tokens, near.after))):
        return None
    return replace(attribution, content=(*_find_adverbial_clause(tokens, near.start), *after), rule="quote_after")


def _find_quotations(tokens: TokenArrays, attribution: Attribution) -> set[int]:
    """Indices of the quotations that the content overlaps."""
    return {number for span in attribution.content for number in find_overlapping(tokens, span)}


def _find_adverbial_clause(tokens: TokenArrays, parenthetical: int) -> tuple[Span, ...]:
    """ "If the dam holds, | he said, “we are safe”": the adverbial clause that the quotation continues."""
    token = tokens.token_at(parenthetical)
    first = tokens.segments[token] if token < len(tokens.segments) else token
    if token <= first or not tokens.has_parse or tokens.pos[first] != "SCONJ" or tokens.words[token - 1] != ",":
        return ()
    span = tokens.span(first, token)
    return (span,) if span and tokens.words[first] in ("if", "when", "because", "unless", "although", "until") else ()


def _find_parenthetical_start(tokens: TokenArrays, attribution: Attribution, cue: Span) -> int:
    """Where "he said" begins: at the source, or at the cue if there is another verb between them.

    Verbs between commas do not count: "“A,” Ms Akande, who chairs the trust, said".
    """
    source = attribution.source
    if source is None or source.start_char > cue.start_char:
        return cue.start_char
    first, last = tokens.token_at(source.end_char), tokens.token_at(cue.start_char)
    is_inserted = first < last - 1 and tokens.words[first] == "," and "," in tokens.words[last - 2 : last]
    has_verb = any(tokens.pos[token] == "VERB" for token in range(first, last))
    return cue.start_char if has_verb and not is_inserted else source.start_char


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
    near = find_quotation_starting_at(tokens, _skip(text, last, last + 4, _SEPARATORS.__contains__))
    if near >= 0:
        return near
    line_end = text.find("\n", last)
    line_end = len(text) if line_end < 0 else line_end
    token = _find_quote_or_stop(tokens, tokens.token_at(last), min(line_end, last + _NEAR))
    if token >= 0:
        return _take_later_quotation(tokens, attribution, last, token)
    if line_end - last > 2 * _NEAR or not text[last:line_end].rstrip().endswith(":"):
        return -1
    return find_quotation_starting_at(tokens, _skip(text, line_end, line_end + 8, str.isspace))


def _skip(text: str, position: int, limit: int, accept: Callable[[str], bool]) -> int:
    """The first position from one on, up to a limit, whose character is not accepted."""
    while position < min(limit, len(text)) and accept(text[position]):
        position += 1
    return position


def _find_quote_or_stop(tokens: TokenArrays, first: int, limit: int) -> int:
    """The first token inside a quotation or with final punctuation that starts before a code point; -1 if none."""
    for token in range(first, tokens.token_after(limit)):
        if tokens.quote[token] >= 0 or tokens.words[token] in (".", ";", "!", "?"):
            return token
    return -1


def _take_later_quotation(tokens: TokenArrays, attribution: Attribution, last: int, token: int) -> int:
    """The quotation at a token if a comma, colon, dash or "that" introduces it and nobody else speaks; else -1."""
    between = tokens.text[last : tokens.starts[token]].rstrip()
    is_introduced = between[-1:] in (",", ":", "—", "–") or between.endswith(" that")
    is_own = is_introduced and not _has_other_speaker(tokens, attribution.cue_token, token)
    return tokens.quote[token] if is_own else -1


def _has_other_speaker(tokens: TokenArrays, cue: int, quoted: int) -> bool:
    """Whether there is another verb of speech between a cue and the quotation after it."""
    verbs = load_lexicon().verbs
    for token in range(cue + 1, quoted):
        entry = verbs.get(tokens.words[token])
        if entry is not None and tokens.pos[token] == "VERB" and entry.senses[0].kind == "report":
            return True
    return False
