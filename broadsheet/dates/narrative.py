"""The year of which a text tells: dates without a year follow it where it lies far from the publication.

Belongs here: which year is spoken of at a place in the text. How a date without a year finds one otherwise is in
specs.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from broadsheet.dates.clause_verbs import FUTURE, PAST
from broadsheet.dates.expressions import Expression
from broadsheet.dates.specs import TOLD, Anchor, CalendarDay, TimeValue

# A printed year applies to dates without one within this many characters after it.
_YEAR_REACH = 300
# Over paragraphs, a narrative goes on for months that were not among the last before the publication.
_RECENT_MONTHS = 2
# So many printed dates of one year make a narrative that is carried over paragraphs.
_LEAST_COUNT = 2
# A year that something is compared with, or has lasted since, is not the one told of: "up from $30 in October 2015".
_COMPARED = re.compile(
    r"\b(?:since|than|from|same|corresponding|compared|versus|against|until)\b(?:[^.;\n]|\.\d)*\Z", re.IGNORECASE
)
_COMPARED_REACH = 40
# A month printed with its year draws dates up to so many months after it to its own time.
_MONTHS_AFTER = 4
_LONGEST_MONTH = 32
# A year that tells which of several a noun is, as "the 1936 vote", tells the time of its own sentence only.
_BEFORE_NOUN_OF_YEAR = re.compile(r"(?:\b(?:the|a|an|his|her|its|their|our|my|another)|['’]s)\s+\Z", re.IGNORECASE)
_NOUN_OF_YEAR = re.compile(r"\s+(?!(?:in|on|at|by|to|as|of|for|and|or|but|when|was|were|is|had|has|with)\b)[A-Za-z]")
# So far back a year of that kind is only mentioned in what is told now.
_FAR_YEARS = 10
_SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+[\"“(]?[A-Z]")
_OF_THEIR_OWN = frozenset(["period", "season", "part_of_period", "within", "ago", "relative_day"])


@dataclass(slots=True)
class Narrative:
    """The last printed year of a text: the year, the month where that is printed too, and where it ends."""

    text: str
    year: int | None = None
    month: date | None = None
    end_char: int = 0
    is_near: bool = False  # no date of the time of publication came after it
    is_of_noun: bool = False  # the year only tells which of several a noun is
    count: int = 0  # dates of that year printed so far without another year between them

    def tell(self, expression: Expression, value: TimeValue) -> None:
        """Take in a resolved date: a printed year begins a narrative, "last summer" ends it."""
        start, end = value.start, value.end
        if value.timex_type not in ("DATE", "TIME") or start is None or end is None:
            return
        if value.how == TOLD:
            self.month, self.end_char = start, expression.end_char
        elif value.is_relative:
            self._leave(expression, value)
        elif start.year == end.year and not self._is_compared(expression):
            self.count = self.count + 1 if self.year == start.year else 1
            self.year, self.month = start.year, start if (end - start).days < _LONGEST_MONTH else None
            self.end_char, self.is_near = expression.end_char, True
            self.is_of_noun = self._is_of_noun(expression)

    def _leave(self, expression: Expression, value: TimeValue) -> None:
        """A time told from the publication: the narrative is no longer near, or over."""
        if value.anchor != "previous_date":
            self.is_near = False
            self.year = None if _is_of_its_own(expression) else self.year

    def _is_compared(self, expression: Expression) -> bool:
        start = expression.start_char
        return _COMPARED.search(self.text, max(start - _COMPARED_REACH, 0), start) is not None

    def _is_of_noun(self, expression: Expression) -> bool:
        """Whether a bare year stands between an article and a noun: "the 1936 vote"."""
        if expression.rule != "bare_year" or _NOUN_OF_YEAR.match(self.text, expression.end_char) is None:
            return False
        start = expression.start_char
        return _BEFORE_NOUN_OF_YEAR.search(self.text, max(start - _COMPARED_REACH, 0), start) is not None

    def find_year(self, expression: Expression, anchor: Anchor) -> int | None:
        """The year of a date that prints none; None where the publication decides."""
        if self.year is None or (anchor.day is not None and anchor.side == self._other_side(anchor.day)):
            return None
        is_far = anchor.day is not None and anchor.day.year - self.year >= _FAR_YEARS
        return None if is_far and self._is_left(expression) else self._choose_year(expression, anchor, self.year)

    def _is_left(self, expression: Expression) -> bool:
        """Whether the year only told which of several a noun of an earlier sentence is."""
        is_over = _SENTENCE_END.search(self.text, self.end_char, expression.start_char + 1) is not None
        return self.is_of_noun and is_over

    def _choose_year(self, expression: Expression, anchor: Anchor, told: int) -> int | None:
        """The year told or the next one, where the narrative reaches so far."""
        year = self._follow(expression, told)
        if not self._is_in_reach(expression):
            return year if self._goes_on(expression, year, anchor) else None
        if anchor.day is None or abs(anchor.day.year - year) >= 2:
            return year
        return year if self._is_just_after(expression, year) and year < anchor.day.year else None

    def _goes_on(self, expression: Expression, year: int, anchor: Anchor) -> bool:
        """Whether a narrative of some paragraphs before still holds."""
        if not self.is_near or self.count < _LEAST_COUNT or anchor.side != PAST:
            return False
        return self._is_just_after(expression, year) and _is_long_ago(expression, year, anchor.day)

    def _other_side(self, published: date) -> str:
        """The side on which a narrative of its year does not lie."""
        return FUTURE if self.year is not None and self.year < published.year else PAST

    def _is_in_reach(self, expression: Expression) -> bool:
        """Whether the year was printed shortly before, in the same paragraph."""
        told = self.text[self.end_char : expression.start_char]
        return len(told) <= _YEAR_REACH and "\n" not in told

    def _follow(self, expression: Expression, year: int) -> int:
        """The next year where the text goes on from a late month to an early one: "In November 2017 ... in January"."""
        month = expression.spec.month if isinstance(expression.spec, CalendarDay) else None
        if month is None or self.month is None:
            return year
        return year + 1 if self.month.month - month > 6 else year

    def _is_just_after(self, expression: Expression, year: int) -> bool:
        month = expression.spec.month if isinstance(expression.spec, CalendarDay) else None
        if month is None or self.month is None:
            return False
        return 0 <= (year - self.month.year) * 12 + month - self.month.month <= _MONTHS_AFTER


def _is_of_its_own(expression: Expression) -> bool:
    """ "Last October", "next week": whether a time is told from the publication."""
    spec = expression.spec
    if expression.rule in _OF_THEIR_OWN:
        return True
    return isinstance(spec, CalendarDay) and spec.month is not None and (spec.direction != 0 or spec.this)


def _is_long_ago(expression: Expression, year: int, published: date | None) -> bool:
    """Whether a month of a narrative, told some paragraphs before, cannot be one shortly before the publication."""
    month = expression.spec.month if isinstance(expression.spec, CalendarDay) else None
    if published is None or month is None:
        return False
    return year < published.year - 1 and (published.month - month) % 12 > _RECENT_MONTHS
