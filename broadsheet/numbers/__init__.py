"""Numbers with unit, bound and what they count."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.reading import Reading
from broadsheet.records import DateExpression, Mention, Number


def find_numbers(reading: Reading, dates: Sequence[DateExpression], mentions: Sequence[Mention]) -> Sequence[Number]:
    """Find the rows of one article in all its parts, in order of place."""
    return ()
