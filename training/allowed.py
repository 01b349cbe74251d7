"""What a corpus's label allows a token to be."""

from __future__ import annotations

from collections.abc import Callable

from training.sentences import ANY_TAG, Record, align_spans, mask_of, mask_outside

Allowed = tuple[str, ...] | None
"""Types that a span may have; "O" among them allows no name; () says nothing is known; None means no span."""

OTHER_TYPES = ("MISC", "EVENT", "PRODUCT", "WORK", "LAW")


def label_tokens(record: Record, find: Callable[[Record], Allowed], unannotated: tuple[str, ...]) -> list[int]:
    """Masks of a record's tokens."""
    text, tokens = record["text"], record["tokens"]
    masks = [mask_outside(unannotated, text[a:b]) for a, b in tokens]
    found = [(span, find(span)) for span in record["spans"]]  # may move the span's start
    spans = [(span["start"], span["end"], allowed) for span, allowed in found if allowed is not None]
    for start, end, allowed in align_spans(tokens, spans):
        for index in range(start, end):
            masks[index] = make_mask(allowed, is_first=index == start)
    return masks


def make_mask(allowed: tuple[str, ...], *, is_first: bool) -> int:
    if not allowed:
        return ANY_TAG
    labels = [label for label in allowed if label != "O"]
    return mask_of(labels, is_first=is_first, or_none="O" in allowed)
