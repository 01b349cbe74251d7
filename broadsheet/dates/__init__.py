"""Time expressions with their value."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.reading import Reading
from broadsheet.records import DateExpression


def find_dates(reading: Reading) -> Sequence[DateExpression]:
    """Find the rows of one article in all its parts, in order of place."""
    return ()
