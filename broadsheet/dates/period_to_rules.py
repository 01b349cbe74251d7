"""Rules for periods named by their end or by another period: "the 12 months to June", "the same month a year ago".

Belongs here: what needs a second date. Periods at a distance from the publication are in period_rules.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from broadsheet.dates import calendar as cal
from broadsheet.dates.comparison import shift_years
from broadsheet.dates.rules import Match, has_month, rule
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue

_MONTHS = {"M": 1, "Q": 3, "Y": 12}
_NO_END = frozenset(["until", "till"])


@dataclass(frozen=True, slots=True)
class PeriodTo:
    """So many days, weeks or months up to the end of a day or month, that end included."""

    count: int
    unit: str
    last: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        last = self.last.resolve(anchor)
        if last.end is None:
            return replace(last, value=None)
        after = cal.shift_days(last.end, 1)
        start = self._go_back(after) if after else None
        value = f"{start}/{last.end}" if start else None
        return replace(last, value=value, start=start, how=last.how)

    def _go_back(self, after: date) -> date | None:
        months = _MONTHS.get(self.unit)
        if months:
            return cal.shift_months(after, -months * self.count)
        return cal.shift_days(after, -(7 if self.unit == "W" else 1) * self.count)


_HEADS = ("the? count hyphen? anyunit", "the? unit", "the? half hyphen? unit")
_TAILS = (
    "mon dot? [the? day|ordinal] [comma? year]",
    "the? end hyphen? of? mon [comma? year]",
    "the? day|ordinal of? mon dot? [comma? year]",
)


@rule(*(f"{head} to|until|ending on|in? {tail}" for head in _HEADS for tail in _TAILS))
def period_to(found: Match) -> Spec | None:
    """ "the 12 months to June 2025", "the week to 10 March", "the quarter ended Sept. 30"."""
    link = next(item for item in found.items if item.name in ("to", "until", "ending"))
    at = found.items.index(link)
    head, tail = Match(found.items[:at], None, None), Match(found.items[at + 1 :], None, None)
    unit = head.get("unit", "units")
    if link.lower in _NO_END or unit not in ("D", "W", "M", "Q", "Y") or not has_month(tail):
        return None
    count = head.get("day", "short", "word", "number") or 1
    if head.has("half"):
        count, unit = 6, "M"
    day = tail.get("day", "ordinal")
    return PeriodTo(int(count), unit, CalendarDay(tail.get("year"), tail.get("month", "ambiguous"), day))


@dataclass(frozen=True, slots=True)
class SamePeriod:
    """The period of the same name some years before one that the text has named; unit None: of any length."""

    unit: str | None
    years: int
    year: int | None = None

    def resolve(self, anchor: Anchor) -> TimeValue:
        found = next((value for value in reversed(anchor.recent) if self._fits(value)), None)
        if found is not None and found.start is not None:
            years = found.start.year - self.year if self.year else self.years
            return shift_years(found, years)
        year = self.year or (anchor.day.year - self.years if anchor.day else None)
        if year is None:
            return TimeValue("DATE", None, is_relative=True, anchor="none", how="no period to compare with is named")
        whole = CalendarDay(year).resolve(anchor)
        return replace(whole, is_relative=True, anchor=anchor.name, how="the period itself is not named: its year")

    def _fits(self, value: TimeValue) -> bool:
        """Whether a period of the text has the unit that is asked for."""
        if value.start is None or value.end is None:
            return False
        days = (value.end - value.start).days + 1
        longest = {"D": (1, 1), "W": (2, 7), "M": (28, 31), "Q": (89, 92)}
        low, high = longest.get(self.unit or "", (2, 365))
        return low <= days <= high


_SAME = "the? same unit|span|time"


@rule(
    f"{_SAME} lastnext unit",
    f"{_SAME} of|in the? lastnext unit",
    f"{_SAME} a|count anyunit ago|earlier|before",
    f"{_SAME} of|in year",
    f"{_SAME} the unit before|earlier",
    "the|a? unit hyphen ago|earlier unit|span",
)
def same_period(found: Match) -> Spec | None:
    """ "the same month a year ago", "the same period last year", "the year-ago quarter"."""
    units = found.all("unit", "units")
    is_joined = not found.has("same")
    named = found.items[-1] if is_joined else next(i for i in found.items if i.name in ("unit", "span", "time"))
    years = [unit for item, unit in zip(_unit_items(found), units, strict=True) if item is not named]
    if years not in (["Y"], []) or (not years and not found.has("year")) or found.has("next", "this"):
        return None
    count = found.get("day", "word", "short") or 1
    unit = named.value if named.name == "unit" else None
    return SamePeriod(unit, int(count), found.get("year")) if unit not in ("Y", "WE") else None


def _unit_items(found: Match) -> list[object]:
    return [item for item in found.items if item.name in ("unit", "units")]
