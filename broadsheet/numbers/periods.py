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
# The words before a time expression are looked at for so many characters.
_LEAD = 24
_SINCE = re.compile(r"\b(since|from)\s+(?:about\s+|around\s+|the\s+)?$", re.IGNORECASE)
_AS_OF = re.compile(r"\b(as of|as at)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """Period and as-of day of a number; text is what says so."""

    text: str | None = None
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    as_of_method: str | None = None


@dataclass(frozen=True, slots=True)
class _Time:
    """A time expression in the sentence of a number. gap: characters between them; lead: the words right before it."""

    start_on: date
    row: DateExpression
    gap: int
    lead: str

    @property
    def last_day(self) -> date:
        return self.row.end_on or self.start_on

    @property
    def is_stated_day(self) -> bool:
        """Whether it says on which day the number held: a time of day, or "as of Monday"."""
        return self.row.timex_type == "TIME" or _AS_OF.search(self.lead) is not None

    @property
    def since(self) -> str | None:
        """The expression with the word that lets a period begin there, "since May"; None where there is none."""
        word = _SINCE.search(self.lead)
        if word is not None:
            return f"{self.lead[word.start() :]}{self.row.evidence.surface}" if word[1].lower() == "since" else None
        return self.row.evidence.surface if self.row.evidence.surface.lower().startswith("since") else None


class TimeExpressions:
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
        times = self._find_near(quantity)
        since = next((time for time in times if time.since), None)
        others = [time for time in times if not time.since]
        days = [(time.gap, time.last_day) for time in others if time.is_stated_day]
        nearest = min((time for time in others if not time.is_stated_day), key=lambda time: time.gap, default=None)
        day, method = (min(days)[1], "stated") if days else (self.published, self.method if self.published else None)
        if since is not None:
            return Period(since.since, since.start_on, self.published, day, method)
        if nearest is not None:
            return Period(nearest.row.evidence.surface, nearest.start_on, nearest.row.end_on, day, method)
        return Period(as_of=day, as_of_method=method)

    def _find_near(self, quantity: Quantity) -> list[_Time]:
        """The dated expressions around a number in its sentence, but for one that holds the number."""
        low, high = self._bounds(quantity)
        found = []
        for row in self.dates[bisect_left(self.starts, low) : bisect_right(self.starts, high)]:
            start, end = row.evidence.start_char, row.evidence.end_char
            if row.start_on is not None and not start <= quantity.number_start < end:
                gap = start - quantity.end_char if start >= quantity.end_char else quantity.start_char - end
                found.append(_Time(row.start_on, row, gap, self.part.text[max(low, start - _LEAD) : start]))
        return found

    def _bounds(self, quantity: Quantity) -> tuple[int, int]:
        sentence = self.part.sentence_at(quantity.number_start)
        low, high = max(quantity.start_char - _REACH, 0), quantity.end_char + _REACH
        if sentence is not None:
            low, high = max(low, sentence.evidence.start_char), min(high, sentence.evidence.end_char)
        return low, high
