"""Of when a number is: its period and the day on which it held.

Belongs here: the columns period_* and as_of. What is counted is found in counted.py, where it holds in places.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from broadsheet.analysed import TextPart
from broadsheet.numbers.quantity import Quantity
from broadsheet.records import DateExpression

# Time expressions count for a number within its sentence, at most so many characters away.
_REACH = 160
_SINCE = re.compile(r"\b(since|from)\s+(?:about\s+|around\s+|the\s+)?$", re.IGNORECASE)
_AS_OF = re.compile(r"\b(as of|as at|by|on|at the end of|until|up to|to)\s+(?:the\s+)?$", re.IGNORECASE)
_IN = re.compile(
    r"\b(in|during|for|over|through|throughout|between|within|of|from|last|this)\s+(?:the\s+)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Period:
    """Period and as-of day of a number; text is what says so."""

    text: str | None = None
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    as_of_method: str | None = None


class Surroundings:
    """The time expressions of a part, looked up by sentence."""

    def __init__(
        self,
        part: TextPart,
        dates: Sequence[DateExpression],
        published: date | None,
        method: str = "published",
    ) -> None:
        self.part, self.method = part, method
        self.dates = [
            row
            for row in sorted(dates, key=lambda row: row.evidence.start_char)
            if row.timex_type in ("DATE", "DURATION", "TIME")
        ]
        self.starts = [row.evidence.start_char for row in self.dates]
        self.published = published

    def find_period(self, quantity: Quantity) -> Period:
        """The period by the nearest time expression of the sentence that has one; as-of day stated or published."""
        low, high = self._bounds(quantity)
        since: Period | None = None
        best: tuple[int, Period] | None = None
        as_of: tuple[int, date] | None = None
        for row in self.dates[bisect_left(self.starts, low) : bisect_right(self.starts, high)]:
            start, end = row.evidence.start_char, row.evidence.end_char
            if start <= quantity.number_start < end or row.start_on is None:
                continue
            gap = start - quantity.end_char if start >= quantity.end_char else quantity.start_char - end
            lead = self.part.text[max(low, start - 24) : start]
            if _SINCE.search(lead) or row.evidence.surface.lower().startswith("since"):
                word = _SINCE.search(lead)
                text = self.part.text[(max(low, start - 24) + word.start()) if word else start : end]
                if word is None or word[1].lower() == "since":
                    since = since or Period(text, row.start_on, self.published)
                    continue
            if row.timex_type == "TIME" or (re.search(r"\b(as of|as at)\s+(?:the\s+)?$", lead, re.IGNORECASE)):
                as_of = min(as_of or (gap, row.end_on or row.start_on), (gap, row.end_on or row.start_on))
                continue
            period = Period(row.evidence.surface, row.start_on, row.end_on)
            if best is None or gap < best[0]:
                best = (gap, period)
        return self._resolve(since, best, as_of)

    def _resolve(self, since: Period | None, best: tuple[int, Period] | None, as_of: tuple[int, date] | None) -> Period:
        period = since or (best[1] if best else Period())
        day, method = (as_of[1], "stated") if as_of else (self.published, self.method if self.published else None)
        return Period(period.text, period.start, period.end, day, method)

    def _bounds(self, quantity: Quantity) -> tuple[int, int]:
        sentence = self.part.sentence_at(quantity.number_start)
        low, high = max(quantity.start_char - _REACH, 0), quantity.end_char + _REACH
        if sentence is not None:
            low, high = max(low, sentence.evidence.start_char), min(high, sentence.evidence.end_char)
        return low, high
