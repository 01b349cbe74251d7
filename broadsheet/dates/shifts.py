"""Specs that count: days and periods at a distance, and durations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from broadsheet.dates import calendar as cal
from broadsheet.dates.specs import Anchor, Spec, TimeValue, make_ranged

UNIT_NAMES = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Y": "year",
    "Q": "quarter",
    "DE": "decade",
    "CE": "century",
    "WE": "weekend",
}


# Units of whole years.
_YEARS = {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}
# Units of durations from the longest to the shortest, and those that TIMEX3 writes in another one.
_WRITTEN_ORDER = ("ML", "CE", "DE", "Y", "Q", "M", "FN", "W", "WE", "D", "BD", "TH", "TM", "TS")
_WRITTEN_AS = {"DE": (10, "Y"), "CE": (100, "Y"), "ML": (1000, "Y"), "Q": (3, "M"), "FN": (2, "W")}
# Days of the longest unit of its kind: a date of that length can be counted from in these units.
_UNIT_DAYS = {"W": 7, "WE": 7, "FN": 14, "M": 31, "Q": 92, "Y": 366, "DE": 3660, "CE": 36600, "ML": 366000}


@dataclass(frozen=True, slots=True)
class Shift:
    """A day or period `count` units away: "yesterday", "last week", "two years ago", "the next day".

    exact: the same day that many units away ("two weeks ago" at day precision for days). base: published or previous.
    """

    unit: str
    count: Fraction | int
    exact: bool = False
    base: str = "published"
    mod: str | None = None
    origin: Spec | None = None
    fiscal: bool = False

    def resolve(self, anchor: Anchor) -> TimeValue:
        day, name = self._find_origin(anchor)
        if day is None:
            return TimeValue(
                "DATE",
                _unanchored(self.unit, self.count),
                is_relative=True,
                anchor="none",
                mod=self.mod,
                how="no day to count from is known",
            )
        if self._is_past_weekend(anchor, day):
            day = cal.shift_days(day, -7) or day
        value = self._shifted(day)
        noun = UNIT_NAMES.get(self.unit, self.unit)
        how = f"{float(self.count):+g} {noun} from {name}" if self.count else f"the {noun} of {name}"
        return replace(value, is_relative=True, anchor=name, mod=self.mod or value.mod, how=how)

    def _find_origin(self, anchor: Anchor) -> tuple[date | None, str]:
        """The day to count from, and its name."""
        if self.origin is not None:
            origin = self.origin.resolve(anchor)
            return origin.start, origin.anchor or anchor.name
        return find_previous(anchor, [self.unit]) if self.base == "previous" else (anchor.day, anchor.name)

    def _is_past_weekend(self, anchor: Anchor, day: date) -> bool:
        """ "This weekend" until Wednesday is the past one, unless the clause has a future tense."""
        if self.unit != "WE" or self.count or self.base != "published":
            return False
        return day.isoweekday() <= 3 and anchor.tense <= 0

    def _shifted(self, day: date) -> TimeValue:
        count = int(self.count)
        if self.unit == "D":
            return _make_day(cal.shift_days(day, count))
        if self.unit == "BD":
            return _make_day(_shift_business_days(day, count))
        if self.exact:
            return _make_day(_shift_exact(day, self.unit, self.count))
        if self.unit in ("W", "WE", "FN"):
            return _make_week(cal.shift_days(day, 7 * count * (2 if self.unit == "FN" else 1)), self.unit)
        if self.unit in ("M", "Q"):
            return _make_months(cal.shift_months(day, count * (3 if self.unit == "Q" else 1)), self.unit)
        return self._make_years(day, count)

    def _make_years(self, day: date, count: int) -> TimeValue:
        """A year, decade, century or millennium, written with as many digits as it names."""
        size = _YEARS.get(self.unit, 1)
        first = (day.year // size + count) * size
        span = cal.year_range(first, first + size - 1)
        if span is None:
            return TimeValue("DATE", None)
        text = f"{first:04d}"[: 4 - (len(str(size)) - 1)]
        return make_ranged("DATE", ("FY" if self.fiscal else "") + text, None if self.fiscal else span)


def _make_day(day: date | None) -> TimeValue:
    return TimeValue("DATE", day.isoformat() if day else None, day, day)


def _make_week(day: date | None, unit: str) -> TimeValue:
    """The week of a day, or its weekend."""
    span = cal.week_range(day) if day else None
    if span is None:
        return TimeValue("DATE", None)
    if unit == "WE":
        return make_ranged("DATE", f"{cal.week_value(span[0])}-WE", (span[1] - timedelta(days=1), span[1]))
    return make_ranged("DATE", cal.week_value(span[0]), span)


def _make_months(day: date | None, unit: str) -> TimeValue:
    """The month of a day, or its quarter."""
    if day is None:
        return TimeValue("DATE", None)
    if unit == "Q":
        return _quarter(day.year, (day.month - 1) // 3 + 1)
    return make_ranged("DATE", f"{day:%Y-%m}", cal.month_range(day.year, day.month))


def find_previous(anchor: Anchor, units: list[str]) -> tuple[date | None, str]:
    """The previous date of the text, where it is at least as precise as the units counted from it."""
    finest = min((_UNIT_DAYS.get(unit, 1) for unit in units), default=1)
    if anchor.previous is None or anchor.coarse > finest:
        return None, "none"
    return anchor.previous, "previous_date"


def _unanchored(unit: str, count: Fraction | int) -> str:
    if not count:
        return "PRESENT_REF"
    return "PAST_REF" if count < 0 else "FUTURE_REF"


def _shift_business_days(day: date, count: int) -> date | None:
    step, left = (1 if count > 0 else -1), min(abs(count), 2000)
    found: date | None = day
    while left and found:
        found = cal.shift_days(found, step)
        if found and found.isoweekday() < 6:
            left -= 1
    return found


def _shift_exact(day: date, unit: str, count: Fraction | int) -> date | None:
    if abs(float(count)) > 10**6:
        return None
    if unit in ("D", "W", "FN"):
        return cal.shift_days(day, int(count * {"D": 1, "W": 7, "FN": 14}[unit]))
    months = {"M": 1, "Q": 3}.get(unit) or 12 * _YEARS.get(unit, 0)
    return cal.shift_months(day, int(count * months)) if months else None


def _quarter(year: int, number: int) -> TimeValue:
    return make_ranged("DATE", f"{year:04d}-Q{number}", cal.months_range(year, 3 * number - 2, 3))


@dataclass(frozen=True, slots=True)
class Within:
    """A number of units that end or begin at the anchor: "the past three weeks", "the next 5 years"."""

    unit: str
    count: Fraction | None
    sign: int

    def resolve(self, anchor: Anchor) -> TimeValue:
        length = Duration(((self.unit, self.count),)).written
        if anchor.day is None:
            return TimeValue("DURATION", length, is_relative=True, anchor="none")
        value = TimeValue("DURATION", length, is_relative=True, anchor=anchor.name)
        if self.count is None:
            return replace(value, end=anchor.day) if self.sign < 0 else value
        near, far = cal.shift_days(anchor.day, self.sign), self._find_far_end(anchor.day, self.count)
        if far is None or near is None:
            return value
        start, end = (near, far) if self.sign > 0 else (far, near)
        return replace(value, start=start, end=end, how="counted from " + anchor.name)

    def _find_far_end(self, day: date, count: Fraction) -> date | None:
        """The day that many units away; None for hours and less."""
        if self.unit == "BD":
            return _shift_business_days(day, int(count) * self.sign)
        return _shift_exact(day, "W" if self.unit == "WE" else self.unit, count * self.sign)


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration; a count of None is unspecified ("several years")."""

    parts: tuple[tuple[str, Fraction | None], ...]
    mod: str | None = None

    @property
    def written(self) -> str:
        """The TIMEX3 value, larger units first: "P2Y1M", "PT1.5H", "PXM"."""
        dates, times = "", ""
        for unit, count in sorted(self.parts, key=lambda part: _WRITTEN_ORDER.index(part[0])):
            factor, letter = _WRITTEN_AS.get(unit, (1, unit))
            number = "X" if count is None else f"{float(count * factor):.10g}"
            if letter.startswith("T"):
                times += f"{number}{letter[1:]}"
            else:
                dates += f"{number}{letter}"
        return "P" + dates + (f"T{times}" if times else "")

    def resolve(self, anchor: Anchor) -> TimeValue:
        return TimeValue("DURATION", self.written, mod=self.mod)
