"""Names in the text, joined within the article."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.reading import Reading
from broadsheet.records import Mention


def find_mentions(reading: Reading) -> Sequence[Mention]:
    """Find the rows of one article in all its parts, in order of place."""
    return ()
