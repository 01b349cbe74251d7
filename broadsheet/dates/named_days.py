"""Specs of days by their position in a period or by name: "the first Monday of May", "Easter", "every Friday"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from broadsheet.dates import calendar as cal
from broadsheet.dates.calendar import shift_days
from broadsheet.dates.shifts import Shift
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue, make_ranged


@dataclass(frozen=True, slots=True)
class NthOf:
    """The nth weekday or week of a month or year: "the first Friday of July", "the last week of March"."""

    nth: int
    unit: str
    weekday: int | None
    whole: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        whole = self.whole.resolve(anchor)
        if whole.start is None or whole.end is None:
            return replace(whole, value=None)
        if self.weekday:
            return _put_on_day(whole, cal.nth_weekday(whole.start.year, whole.start.month, self.weekday, self.nth))
        if self.unit == "D":
            day = whole.end if self.nth < 0 else cal.shift_days(whole.start, self.nth - 1)
            return _put_on_day(whole, day if day and day <= whole.end else None)
        return self._month(whole, whole.start, whole.end) if self.unit == "M" else self._week(whole)

    def _month(self, whole: TimeValue, start: date, end: date) -> TimeValue:
        first = cal.shift_months(end.replace(day=1), 0) if self.nth < 0 else cal.shift_months(start, self.nth - 1)
        span = cal.month_range(first.year, first.month) if first else None
        month = make_ranged("DATE", f"{first:%Y-%m}" if first else "", span)
        return replace(month, is_relative=whole.is_relative, anchor=whole.anchor)

    def _week(self, whole: TimeValue) -> TimeValue:
        """A week belongs to the month or year that contains its Thursday (ISO 8601)."""
        assert whole.start and whole.end
        thursday = cal.shift_days(whole.start, (4 - whole.start.isoweekday()) % 7)
        if self.nth < 0:
            thursday = cal.shift_days(whole.end, -((whole.end.isoweekday() - 4) % 7))
        elif thursday:
            thursday = cal.shift_days(thursday, 7 * (self.nth - 1))
        if thursday is None:
            return replace(whole, value=None)
        span = cal.week_range(thursday)
        return replace(
            make_ranged("DATE", cal.week_value(thursday), span), is_relative=whole.is_relative, anchor=whole.anchor
        )


def _put_on_day(whole: TimeValue, day: date | None) -> TimeValue:
    """A value moved to one day of it."""
    return replace(whole, value=day.isoformat() if day else None, start=day, end=day)


@dataclass(frozen=True, slots=True)
class WeekdayOfWeek:
    """A weekday of last, this or next week."""

    weekday: int
    shift: int

    def resolve(self, anchor: Any) -> Any:
        week = Shift("W", self.shift).resolve(anchor)
        if week.start is None:
            return CalendarDay(weekday=self.weekday).resolve(anchor)
        return NthDay(self.weekday).of(week)


@dataclass(frozen=True, slots=True)
class WeekdayAfter:
    """A weekday so many weeks after the coming one: "Thursday week"."""

    weekday: int
    weeks: int

    def resolve(self, anchor: Anchor) -> TimeValue:
        coming = CalendarDay(weekday=self.weekday).resolve(replace(anchor, tense=1, side=None))
        day = shift_days(coming.start, 7 * self.weeks) if coming.start else None
        if day is None:
            return coming
        return replace(coming, value=day.isoformat(), start=day, end=day, how=f"{self.weeks} weeks after the next one")


@dataclass(frozen=True, slots=True)
class NthDay:
    """A weekday of a known week."""

    weekday: int

    def of(self, week: Any) -> Any:
        return _put_on_day(week, shift_days(week.start, self.weekday - 1))


@dataclass(frozen=True, slots=True)
class EveryDay:
    """Each year's day of a month: "each 4/15"."""

    day: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        value = self.day.resolve(Anchor(month_first=anchor.month_first))
        return replace(value, timex_type="SET", start=None, end=None)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday with its rule (see lang/en/dates.toml)."""

    rule: str
    year: int | None = None
    shift: int | None = None

    def resolve(self, anchor: Anchor) -> TimeValue:
        if self.year is not None:
            return self._on(self.year)
        if anchor.day is None:
            fixed = self.rule if self.rule[2:3] == "-" and len(self.rule) == 5 else None
            return TimeValue(
                "DATE", f"XXXX-{fixed}" if fixed else None, is_relative=True, anchor="none", how="no year is known"
            )
        near = (self._on(year) for year in (anchor.day.year - 1, anchor.day.year, anchor.day.year + 1))
        days = [(value.start, value) for value in near if value.start]
        wanted = [(day, value) for day, value in days if self._fits(day, anchor.day, anchor.tense)] or days
        published = anchor.day
        best = min(wanted, key=lambda dated: abs((dated[0] - published).days))[1]
        return replace(best, is_relative=True, anchor=anchor.name, how="the feast nearest to " + anchor.name)

    def _fits(self, day: date, published: date, tense: int) -> bool:
        """Whether a feast lies in this year or on the side that the words or the clause ask for."""
        if self.shift == 0:
            return day.year == published.year
        side = self.shift or tense
        if side == 0 or (day == published and not self.shift):
            return True
        return day > published if side > 0 else day < published

    def _on(self, year: int) -> TimeValue:
        found: date | None
        if not 1 <= year <= 9999:
            return TimeValue("DATE", None)
        if self.rule[0] == "E":
            found = cal.shift_days(cal.easter_day(year), int(self.rule[1:]))
        elif len(self.rule) == 5:
            found = cal.make_day(year, int(self.rule[:2]), int(self.rule[3:]))
        else:
            nth = -1 if self.rule[3] == "L" else int(self.rule[3])
            found = cal.nth_weekday(year, int(self.rule[:2]), int(self.rule[5]), nth)
            if found and "+" in self.rule:
                found = cal.shift_days(found, int(self.rule.partition("+")[2]))
        return TimeValue("DATE", found.isoformat() if found else None, found, found)
