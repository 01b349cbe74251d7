"""Nested attribution: which claim of a part relays which, and where the relayed one ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.records import Span


def find_relays(attributions: Sequence[Attribution]) -> list[int]:
    """For each attribution the index of the one that relays it, else -1.

    It is the one that names it as its source, or the innermost other one whose content contains its cue.
    """
    relays = _find_contained(attributions)
    by_cue = {attribution.cue_token: number for number, attribution in enumerate(attributions)}
    for number, attribution in enumerate(attributions):
        if attribution.relay_cue_token >= 0:
            relays[number] = by_cue.get(attribution.relay_cue_token, -1)
    return relays


def leave_out_phrases(attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions but for those whose content is the phrase of another and no more: "According to Jo Lind"."""
    phrases = [
        (each.cue.start_char, each.source.end_char)
        for each in attributions
        if each.rule == "according_to" and each.cue is not None and each.source is not None
    ]
    return [each for each in attributions if not (each.content and all(_is_in(span, phrases) for span in each.content))]


def _is_in(span: Span, places: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span.start_char and span.end_char <= end for start, end in places)


def confine_to_outer(attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, none with a content that runs on into the words of who relays it.

    "Emails show that it knew, the Ledger reported": what emails show ends where the Ledger's content does.
    """
    closing = sorted(
        (span.start_char, span.end_char)
        for outer in attributions
        for span in outer.content[-1:]
        if outer.cue is not None and outer.cue.start_char >= span.end_char
    )
    return [_confine(attribution, closing) for attribution in attributions]


def _confine(attribution: Attribution, closing: Sequence[tuple[int, int]]) -> Attribution:
    last = attribution.content[-1] if attribution.content else None
    if last is None or attribution.cue is None or last.start_char < attribution.cue.start_char:
        return attribution
    nearest = bisect_right(closing, (attribution.cue.start_char, last.end_char)) - 1
    if nearest < 0:
        return attribution
    start, end = closing[nearest]
    if not (start <= attribution.cue.start_char and last.start_char < end < last.end_char):
        return attribution
    return replace(attribution, content=(*attribution.content[:-1], Span(last.start_char, end)))


def _find_contained(attributions: Sequence[Attribution]) -> list[int]:
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
