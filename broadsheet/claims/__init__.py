"""Who says what: source, cue and content of each statement."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.reading import Reading
from broadsheet.records import Claim, DateExpression, Mention, Number


def find_claims(
    reading: Reading,
    mentions: Sequence[Mention],
    dates: Sequence[DateExpression],
    numbers: Sequence[Number],
) -> Sequence[Claim]:
    """Find the rows of one article in all its parts, in order of place."""
    return ()
