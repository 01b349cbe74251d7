"""Of when a number is: its period and the day on which it held.

Belongs here: the columns period_* and as_of. What is counted is found in counted.py, where it holds in
clause_places.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Span
from spacy.tokens import Token as DocToken

from broadsheet.analysed import TextPart
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.spans import first_day, name_span, shift_span
from broadsheet.numbers.syntax import find_span
from broadsheet.numbers.ties import Ties, find_ties, measure_tie
from broadsheet.numbers.time_ties import (
    is_before_report,
    is_birth,
    is_forecast,
    is_model_year,
    is_of_report,
    is_told_beside,
)
from broadsheet.records import DateExpression

# Time expressions count for a number within its sentence, at most so many characters away.
_REACH = 160
# The words before a time expression are looked at for so many characters.
_LEAD = 40
_SINCE = re.compile(
    r"\b(?:(since|from)\s+(?:about\s+|around\s+|the\s+)?"
    r"|(?P<noun>since)\s+(?:its|their|the|a|his|her)\s+(?:[a-z]+\s+){1,2}(?:in|of|at)\s+)$",
    re.IGNORECASE,
)
_SPAN_TO = re.compile(
    r"\b(?:the\s+)?(?:(?:past|last|first|full|fiscal|financial)\s+)?(?:(?P<count>\w+)\s+)?(?P<unit>(?:day|week|month|quarter|year)s?)"
    r"\s+(?:to|(?:that\s+|which\s+)?end(?:ing|ed|s)|through|until|up to)\s+(?:on\s+|in\s+)?(?:the\s+)?(?:end of\s+)?$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:(?:compared|comparison|comparable)\s+(?:with|to)|than|versus|vs\.?|against)\s+"
    r"(?:in\s+|on\s+)?(?:the\s+)?(?:same\s+\w+\s+(?:in\s+|of\s+)?)?$",
    re.IGNORECASE,
)
_OF_COMPARED = re.compile(
    r"(?<!more )(?<!less )(?<!fewer )(?<!rather )(?<!later )(?<!earlier )\bthan\s+(?:[^\W\d][\w'’-]*\s+){1,8}$",
    re.IGNORECASE,
)
# "Exports grew 23% on 2016": a month, quarter or year behind a rate.
_RATE_ON = re.compile(r"(?:%|per\s?cent|points?)\s+on\s+(?:the\s+)?$", re.IGNORECASE)
_MONTH = 27
_FROM = re.compile(r"\b(?:from|on|over)\s+(?:in\s+)?(?:the\s+)?$", re.IGNORECASE)
# The end of a span whose beginning is said or not: "from 3 May to 9 June", "through November 2028".
_OPENS = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_CLOSES = re.compile(r"\b(?:to|until|till|through|and)\s+(?:the\s+)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
# The two ends of a span stand at most so many characters apart.
_SPAN_REACH = 60
_EARLIER = re.compile(r"\b(?:ago|earlier|before|previous|last)\b", re.IGNORECASE)
_EARLIER_END = re.compile(r"\b(?:ago|earlier|before)$", re.IGNORECASE)
# "A year earlier", "two months later": so much before or after the time told last.
_SHIFT = re.compile(r"\b(?:year|month|quarter)s?\s+(?:earlier|before|previously|ago|later|on)$", re.IGNORECASE)
_IS_CALENDAR = re.compile(r"\d{4}(?:-[\w.]+)*$")
# Signs of another clause between a number and a time expression, where there is no parse.
_ENDS_CLAUSE = re.compile(r"[;:,()\n]|\b(?:and|but|which|that|after|before|when|while|who)\b")
# So much looser is a day tied on which somebody only reports: "on Monday | reported a loss".
_LOOSER = 10
_AS_OF = re.compile(r"\b(as of|as at)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """Period and as-of day of a number; text is what says so, name its calendar span: 2026-Q1."""

    text: str | None = None
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    as_of_method: str | None = None
    name: str | None = None

    def untie(self) -> Period:
        """The as-of day alone, for a number that is of no time of its own."""
        return Period(as_of=self.as_of, as_of_method=self.as_of_method)


@dataclass(frozen=True, slots=True)
class Time:
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
    def is_comparison(self) -> bool:
        """Whether it gives only what a figure is compared with: "compared with 2023", "from a year earlier"."""
        is_earlier = _FROM.search(self.lead) is not None and _EARLIER.search(self.row.evidence.surface) is not None
        is_compared = _COMPARED.search(self.lead) is not None or _OF_COMPARED.search(self.lead) is not None
        is_long = (self.last_day - self.start_on).days >= _MONTH
        return is_earlier or is_compared or (is_long and _RATE_ON.search(self.lead) is not None)

    @property
    def is_end(self) -> bool:
        """Whether it only ends a span that begins nowhere: "through November 2028"."""
        return _UNTIL.search(self.lead) is not None and _SPAN_TO.search(self.lead) is None

    @property
    def is_of_none(self) -> bool:
        """Whether it is the period of no number: a stated day, the end or the other side of a comparison."""
        return (self.is_stated_day and not self.since) or self.is_comparison or self.is_end

    @property
    def since(self) -> str | None:
        """The expression with the word that lets a period begin there, "since May"; None where there is none."""
        word = _SINCE.search(self.lead)
        if word is not None:
            return (
                f"{self.lead[word.start() :]}{self.row.evidence.surface}"
                if (word["noun"] or word[1]).lower() == "since"
                else None
            )
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

    def find_period(self, quantity: Quantity, head: DocToken | None) -> Period:
        """The period by the time expression that is tied most closely; as-of day stated in the sentence or published.

        head: token of what is counted, None without syntax.
        """
        times = self.find_near(quantity)
        days = [(time.gap, time.last_day) for time in times if time.is_stated_day and not time.since]
        day, method = (min(days)[1], "stated") if days else (self.published, self.method if self.published else None)
        beside = [time for time in times if is_told_beside(self.part.text, time.row, quantity)]
        if beside:
            return _describe_row(beside[0], day, method)
        nearest = self._find_tied(quantity, head, times)
        if nearest is None:
            return Period(as_of=day, as_of_method=method)
        if nearest.since is not None:
            span = (nearest.start_on, self.published)
            return Period(nearest.since, *span, day, method, name_span(*span))
        return self.describe(nearest, day, method)

    def _find_tied(self, quantity: Quantity, head: DocToken | None, times: list[Time]) -> Time | None:
        """Of the expressions tied to a number, the closest; one that begins with since before the others."""
        number = find_span(self.part.doc, quantity.start_char, quantity.end_char) if self.part.doc is not None else None
        ranked: list[tuple[bool, int, int, int, Time]] = []
        for time in times:
            if time.is_of_none or is_birth(time.lead, time.row, quantity):
                continue
            rank = self._rank_by_words(time, quantity)
            if head is not None and number is not None:
                rank = self._rank(time, find_ties(number.root, head), number)
            rank = self._rank_earlier(time, quantity, rank)
            if rank is not None:
                ranked.append((time.since is None, rank, time.gap, len(ranked), time))
        return min(ranked)[-1] if ranked else None

    def _rank_earlier(self, time: Time, quantity: Quantity, rank: int | None) -> int | None:
        """ "1.7 billion a year earlier": such a time is that of the figure right before it, and of no other."""
        row = time.row.evidence
        if row.start_char < quantity.end_char or _EARLIER_END.search(row.surface) is None:
            return rank
        between = self.part.text[quantity.end_char : row.start_char]
        return -1 if between == " " else None if any(char.isdigit() for char in between) else rank

    def _rank(self, time: Time, ties: Ties, number: Span) -> int | None:
        phrase = find_span(self.part.doc, time.row.evidence.start_char, time.row.evidence.end_char)
        if phrase is None or is_model_year(phrase.root):
            return None
        if phrase.root.head.i in range(number.start, number.end):
            return 0
        if ties.clause and (
            is_of_report(phrase, ties.clause[0]) or (time.start_on == time.last_day and is_forecast(ties.clause[0]))
        ):
            return None
        rank = measure_tie(ties, phrase.root)
        return rank + _LOOSER if rank is not None and is_before_report(phrase) else rank

    def _rank_by_words(self, time: Time, quantity: Quantity) -> int | None:
        """Without syntax: only where no sign of another clause stands between."""
        row = time.row.evidence
        first, last = sorted(((row.start_char, row.end_char), (quantity.start_char, quantity.end_char)))
        return None if _ENDS_CLAUSE.search(self.part.text, first[1], last[0]) else 0

    def describe(self, time: Time, day: date | None, method: str | None) -> Period:
        """The period of an expression, with the span that it ends: "the three months to June"."""
        surface, start = time.row.evidence.surface, time.start_on
        closing = self._find_close(time)
        if closing is not None:
            text = self.part.text[time.row.evidence.start_char : closing.evidence.end_char]
            return Period(text, start, closing.end_on, day, method, name_span(start, closing.end_on))
        shifted = self._find_shifted(time)
        if shifted is not None:
            return Period(surface, *shifted, day, method, name_span(*shifted))
        widened = _SPAN_TO.search(time.lead)
        first = first_day(widened, time.last_day) if widened is not None else None
        if widened is None or first is None:
            return _describe_row(time, day, method)
        text = f"{time.lead[widened.start() :]}{surface}"
        return Period(text, first, time.last_day, day, method, name_span(first, time.last_day))

    def _find_shifted(self, time: Time) -> tuple[date, date] | None:
        """The whole month, quarter or year that "a year earlier" goes back or on to."""
        if time.row.end_on not in (None, time.start_on) or not _SHIFT.search(time.row.evidence.surface):
            return None
        index = bisect_left(self.starts, time.row.evidence.start_char) - 1
        told = self.dates[index] if index >= 0 else time.row
        if told.start_on is None or told.end_on is None or told.end_on == told.start_on:
            return None
        return shift_span(told.start_on, told.end_on, time.start_on)

    def _find_close(self, time: Time) -> DateExpression | None:
        """The expression that ends a span which one begins: "from 3 May, the day of the vote, to 9 June"."""
        evidence = time.row.evidence
        if not _OPENS.search(time.lead):
            return None
        for row in self.dates[bisect_right(self.starts, evidence.start_char) :]:
            between = self.part.text[evidence.end_char : row.evidence.start_char]
            if len(between) > _SPAN_REACH or "." in between:
                return None
            if _CLOSES.search(between) and row.end_on is not None and row.end_on > time.start_on:
                return row
        return None

    def find_near(self, quantity: Quantity) -> list[Time]:
        """The dated expressions around a number in its sentence, but for one that holds the number."""
        low, high = self._bounds(quantity)
        return self.find_within(low, high, quantity.start_char, quantity.end_char, quantity.number_start)

    def find_within(self, low: int, high: int, first: int, last: int, held: int = -1) -> list[Time]:
        """The dated expressions between two places, with the gap of each to a span, but for one that holds a place."""
        found = []
        for row in self.dates[bisect_left(self.starts, low) : bisect_right(self.starts, high)]:
            start, end = row.evidence.start_char, row.evidence.end_char
            if row.start_on is not None and not start <= held < end:
                gap = start - last if start >= last else first - end
                found.append(Time(row.start_on, row, gap, self.part.text[max(low, start - _LEAD) : start]))
        return found

    def _bounds(self, quantity: Quantity) -> tuple[int, int]:
        sentence = self.part.sentence_at(quantity.number_start)
        low, high = max(quantity.start_char - _REACH, 0), quantity.end_char + _REACH
        if sentence is not None:
            low, high = max(low, sentence.evidence.start_char), min(high, sentence.evidence.end_char)
        return low, high


def _describe_row(time: Time, day: date | None, method: str | None) -> Period:
    """The period of an expression alone, whatever stands around it."""
    value, end = time.row.value or "", time.row.end_on
    name = value if _IS_CALENDAR.match(value) else name_span(time.start_on, end)
    return Period(time.row.evidence.surface, time.start_on, end, day, method, name)
