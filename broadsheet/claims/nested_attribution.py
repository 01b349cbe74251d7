"""Nested attribution: which claim of a part relays which."""

from __future__ import annotations

from collections.abc import Sequence

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
