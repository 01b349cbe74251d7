"""Nested attribution: which claim of a part relays which, and on which day each was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import DateExpression, Span


def find_relays(attributions: Sequence[Attribution]) -> list[int]:
    """For each attribution the index of the innermost other one whose content contains its cue; else -1."""
    relays = [-1] * len(attributions)
    pieces = sorted(
        (span.start_char, -span.end_char, number)
        for number, attribution in enumerate(attributions)
        for span in attribution.content
    )
    cues = sorted(
        (_anchor(attribution).start_char, _anchor(attribution).end_char, number)
        for number, attribution in enumerate(attributions)
    )
    open_pieces: list[tuple[int, int, int]] = []
    position = 0
    for start, end, number in cues:
        while position < len(pieces) and pieces[position][0] <= start:
            open_pieces.append(pieces[position])
            position += 1
        open_pieces = [piece for piece in open_pieces if -piece[1] > start]
        holders = [piece for piece in open_pieces if -piece[1] >= end and piece[2] != number]
        holders = [piece for piece in holders if _may_relay(attributions, piece[2], number)]
        if holders:
            relays[number] = min(holders, key=lambda piece: (-piece[1] - piece[0], piece[0]))[2]
    return relays


def _anchor(attribution: Attribution) -> Span:
    return attribution.cue or attribution.source or attribution.content[0]


def _may_relay(attributions: Sequence[Attribution], outer: int, inner: int) -> bool:
    """Whether the inner claim does not contain the outer one: two claims never relay each other."""
    anchor = _anchor(attributions[outer])
    return not any(
        span.start_char <= anchor.start_char and anchor.end_char <= span.end_char
        for span in attributions[inner].content
    )


def find_stated_on(
    tokens: TokenArrays, attribution: Attribution, relay: Attribution | None, dates: Sequence[DateExpression]
) -> date | None:
    """The day given by a date in the cue's sentence, outside the content and near source or cue.

    Only full days count. A date inside the content says when something happened, not when it was said; if the claim is
    relayed, the date must be inside the content of the outer claim.
    """
    if attribution.cue is None:
        return None
    best: tuple[int, date] | None = None
    home = tokens.part.sentence_at(attribution.cue.start_char)
    for expression in dates:
        place = expression.evidence
        if expression.start_on is None or expression.start_on != expression.end_on:
            continue
        if home is None or not (home.evidence.start_char <= place.start_char < home.evidence.end_char):
            continue
        if _lies_in(attribution.content, place.start_char) or (
            relay is not None and not _lies_in(relay.content, place.start_char)
        ):
            continue
        distance = _distance(attribution, place.start_char, place.end_char)
        if distance <= 60 and (best is None or distance < best[0]):
            best = (distance, expression.start_on)
    return best[1] if best else None


def _lies_in(spans: Sequence[Span], char: int) -> bool:
    return any(span.start_char <= char < span.end_char for span in spans)


def _distance(attribution: Attribution, start: int, end: int) -> int:
    gaps = []
    for span in (attribution.source, attribution.cue):
        if span is not None:
            gaps.append(max(0, span.start_char - end, start - span.end_char))
    return min(gaps)
