"""Specs: the unresolved meaning of time expressions; here the interface and calendar dates.

A spec is what the grammar reads ("July 3", "two weeks ago"); `resolve` gives its value for an anchor. If the anchor
that it needs is missing, the value keeps what is known (XXXX-07-03) and the days stay null. Counted specs are in
shifts.py, periods in periods.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from broadsheet.dates import calendar as cal

TOLD = "the year that the text speaks of"
"""How a date without a year got one from a narrative."""

# A weekday that may lie on either side is the past one up to so many days after it: news tells what has just been.
_RECENT_DAYS = 2
# Where a clause is clear, days on its other side count so many times: only a few days there can win.
_CLEAR_WEIGHTS = {"past": (1, 60), "future": (15, 1)}
# Without any verb a date without a year is taken for one of these days around the publication, or left open.
_NEAR_DAYS = 45


@dataclass(frozen=True, slots=True)
class Anchor:
    """The context in which time expressions are resolved.

    day: publication day or its substitute, named by `name` (published, weekday). previous: the last day resolved in the
    text. captured: used to choose a year if no publication day is known. tense: -1 past, 1 future, 0 unknown, of the
    sentence. year: a year that the text mentions just before. side: where the clause puts the date (clause_sides.py),
    None without a parse. words: -1, 0 or 1 by the words near the date alone.
    coarse: how many days long the previous value is, by its precision ("two years ago" is a year, not a day).
    recent: the values before this one in the text, the last of them last. here: those of the same sentence.
    """

    day: date | None = None
    name: str = "none"
    previous: date | None = None
    captured: date | None = None
    tense: int = 0
    year: int | None = None
    month_first: bool | None = None
    side: str | None = None
    words: int = 0
    coarse: int = 1
    recent: tuple[TimeValue, ...] = ()
    here: tuple[TimeValue, ...] = ()

    @property
    def told_day(self) -> date | None:
        """The day before it in the text, where that is one day."""
        return self.previous if self.coarse == 1 else None


@dataclass(frozen=True, slots=True)
class TimeValue:
    """The resolved value of one time expression; `end` is included."""

    timex_type: str
    value: str | None
    start: date | None = None
    end: date | None = None
    mod: str | None = None
    is_relative: bool = False
    anchor: str | None = None
    how: str | None = None
    clock: tuple[int, int, int] | None = None
    zone: float | str | None = None
    order: int = 0


class Spec(Protocol):
    """A meaning that can be resolved to a value."""

    def resolve(self, anchor: Anchor) -> TimeValue: ...


def make_ranged(kind: str, value: str, span: cal.DateRange | None, **more: object) -> TimeValue:
    start, end = span or (None, None)
    return replace(TimeValue(kind, value, start, end), **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A date with some of year, month, day and weekday printed. direction: -1 last, 1 next, 0 unspecified."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    direction: int = 0
    era: str | None = None
    this: bool = False

    def resolve(self, anchor: Anchor) -> TimeValue:
        if self.era:
            return self._resolve_era()
        if self.year is not None and self.month is None:
            return make_ranged("DATE", f"{self.year:04d}", cal.year_range(self.year, self.year))
        if self.year is not None and self.month is not None:
            return self._with_year(self.year, self.month)
        if self.month is not None:
            return self._without_year(anchor, self.month)
        if self.day is not None:
            return self._day_of_month(anchor, self.day)
        return self._weekday_only(anchor)

    def _resolve_era(self) -> TimeValue:
        year = self.year or 0
        if self.era == "bc":
            return TimeValue("DATE", f"BC{year:04d}")
        return make_ranged("DATE", f"{year:04d}", cal.year_range(year, year))

    def _with_year(self, year: int, month: int) -> TimeValue:
        if self.day is None:
            return make_ranged("DATE", f"{year:04d}-{month:02d}", cal.month_range(year, month))
        found = cal.make_day(year, month, self.day)
        if found is None:
            return TimeValue("DATE", None, how="the calendar has no such day")
        return TimeValue("DATE", found.isoformat(), found, found)

    def _without_year(self, anchor: Anchor, month: int) -> TimeValue:
        year, how, name = self._choose_year(anchor, month)
        if year is None:
            value = f"XXXX-{month:02d}" + (f"-{self.day:02d}" if self.day else "")
            return TimeValue("DATE", value, is_relative=True, anchor="none", how=how)
        return replace(self._with_year(year, month), is_relative=True, anchor=name, how=how)

    def _choose_year(self, anchor: Anchor, month: int) -> tuple[int | None, str, str]:
        agreed = self._find_agreeing_year(anchor, month) if self.weekday and self.day else None
        if agreed is not None:
            return agreed
        if anchor.year and not (self.direction or self.this):
            return anchor.year, TOLD, "previous_date"
        if anchor.day is None:
            return None, "no year is printed and no publication day is known", "none"
        year = _nearest_year(anchor, anchor.day, month, self.day, self.direction, self.this)
        if self._is_open(anchor, year, month):
            return None, "no year is printed and the clause has no tense", anchor.name
        said = {-1: "the last one before", 1: "the next one after"}.get(self.direction or 0, "the one nearest to")
        return year, f"no year is printed: {said} {anchor.name}", anchor.name

    def _find_agreeing_year(self, anchor: Anchor, month: int) -> tuple[int, str, str] | None:
        """The year in which the day is the weekday printed with it."""
        day, weekday = self.day or 1, self.weekday or 1
        if anchor.day:
            year = cal.nearest_agreeing_year(month, day, weekday, anchor.day, reach=1)
            how, name = f"the year nearest to {anchor.name} in which weekday and day agree", anchor.name
        else:
            year = cal.agreeing_year(month, day, weekday, anchor.captured) if anchor.captured else None
            how, name = "the last year before capture in which weekday and day agree", "weekday"
        return (year, how, name) if year else None

    def _is_open(self, anchor: Anchor, year: int, month: int) -> bool:
        """Whether a day in a line without a verb lies so far from the publication that either side may be meant."""
        if anchor.side != "open" or anchor.tense or self.direction or self.day is None or anchor.day is None:
            return False
        found = cal.make_day(year, month, self.day)
        return found is not None and abs((found - anchor.day).days) > _NEAR_DAYS

    def _day_of_month(self, anchor: Anchor, number: int) -> TimeValue:
        if anchor.day is None:
            return TimeValue(
                "DATE", f"XXXX-XX-{number:02d}", is_relative=True, anchor="none", how="no month is printed"
            )
        told = anchor.told_day or anchor.day
        months = [shifted for back in (0, -1, 1) if (shifted := cal.shift_months(told.replace(day=1), back))]
        days = [found for month in months if (found := cal.make_day(month.year, month.month, number))]
        if self.weekday:
            days = [found for found in days if found.isoweekday() == self.weekday]
        if not days:
            return TimeValue("DATE", f"XXXX-XX-{number:02d}", is_relative=True, anchor="none", how="no month agrees")
        wanted = [found for found in days if (found >= anchor.day if anchor.tense > 0 else found <= anchor.day)] or days
        best = min(wanted, key=lambda found: abs((found - told).days))
        return TimeValue(
            "DATE", best.isoformat(), best, best, is_relative=True, anchor=anchor.name, how="the nearest month"
        )

    def _weekday_only(self, anchor: Anchor) -> TimeValue:
        weekday = self.weekday or 1
        if anchor.day is None:
            return TimeValue(
                "DATE", f"XXXX-WXX-{weekday}", is_relative=True, anchor="none", how="no publication day is known"
            )
        days = self._choose_weekday(anchor, anchor.day.isoweekday(), weekday)
        if days is None:
            return TimeValue(
                "DATE", f"XXXX-WXX-{weekday}", is_relative=True, anchor=anchor.name, how="the clause has no tense"
            )
        found = cal.shift_days(anchor.day, days)
        said = "after" if days > 0 else "on or before"
        return TimeValue(
            "DATE", found.isoformat() if found else None, found, found, is_relative=True, anchor=anchor.name,
            how=f"the weekday {said} {anchor.name}",
        )  # fmt: skip

    def _choose_weekday(self, anchor: Anchor, today: int, weekday: int) -> int | None:
        """Days from the anchor to the weekday; None where the clause says nothing of its side."""
        if self.direction < 0:
            return -((today - weekday) % 7 or 7)
        if self.direction > 0:
            return 7 - today + weekday
        return weekday - today if self.this else _choose_side(anchor, (today - weekday) % 7)


def _choose_side(anchor: Anchor, back: int) -> int | None:
    """Days to a weekday so many days back, or to the same weekday of the coming seven days."""
    ahead = (7 - back) % 7
    if anchor.side == "either":
        return -back if back <= _RECENT_DAYS else ahead
    is_open = anchor.side == "open" and back > 0 and not anchor.tense
    if anchor.side == "vague" or is_open:
        return None
    return ahead if anchor.tense > 0 else -back


def _nearest_year(anchor: Anchor, published: date, month: int, day: int | None, direction: int, this: bool) -> int:
    """The year of a month or day without one.

    In news the past is more likely than the future, so distances into the future count three times; with a future tense
    it is the other way round. A clause that is past for sure has no day to come.
    """
    same = not day and month == published.month
    if this or (same and not direction):
        return published.year
    made = [(cal.make_day(year, month, day or 15), year) for year in range(published.year - 1, published.year + 2)]
    candidates = [(found, year) for found, year in made if found]
    if not candidates:
        return published.year
    if direction:
        return _year_beside(published, candidates, direction, same)
    past, future = _CLEAR_WEIGHTS.get(anchor.side or "", (3, 1) if anchor.tense > 0 else (1, 3))
    return min(candidates, key=lambda item: _distance(published, item[0], past, future))[1]


def _year_beside(published: date, candidates: list[tuple[date, int]], direction: int, same: bool) -> int:
    """The year of "last July" or "next July"; the month of the publication itself is neither."""
    others = [(found, year) for found, year in candidates if not (same and year == published.year)]
    years = [year for found, year in others if (found < published if direction < 0 else found > published)]
    return (max if direction < 0 else min)(years, default=published.year)


def _distance(anchor: date, day: date, past: int, future: int) -> int:
    """Weighted number of days between two days."""
    days = (day - anchor).days
    return days * future if days > 0 else -days * past
