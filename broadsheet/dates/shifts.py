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
        day, name = anchor.day, anchor.name
        if self.base == "previous":
            day, name = find_previous(anchor, [self.unit])
        if self.origin is not None:
            origin = self.origin.resolve(anchor)
            day, name = origin.start, origin.anchor or anchor.name
        if day is None:
            return TimeValue(
                "DATE",
                _unanchored(self.unit, self.count),
                is_relative=True,
                anchor="none",
                mod=self.mod,
                how="no day to count from is known",
            )
        if (
            self.unit == "WE"
            and not self.count
            and day.isoweekday() <= 3
            and anchor.tense <= 0
            and self.base == "published"
        ):
            day = cal.shift_days(day, -7) or day
        value = self._shifted(day)
        noun = UNIT_NAMES.get(self.unit, self.unit)
        how = f"{float(self.count):+g} {noun} from {name}" if self.count else f"the {noun} of {name}"
        return replace(value, is_relative=True, anchor=name, mod=self.mod or value.mod, how=how)

    def _shifted(self, day: date) -> TimeValue:
        count = self.count
        if self.unit == "D":
            found = cal.shift_days(day, int(count))
            return TimeValue("DATE", found.isoformat() if found else None, found, found)
        if self.unit == "BD":
            found = _shift_business_days(day, int(count))
            return TimeValue("DATE", found.isoformat() if found else None, found, found)
        if self.exact:
            found = _shift_exact(day, self.unit, count)
            return TimeValue("DATE", found.isoformat() if found else None, found, found)
        return self._period(day, int(count))

    def _period(self, day: date, count: int) -> TimeValue:
        if self.unit in ("W", "WE", "FN"):
            found = cal.shift_days(day, 7 * count * (2 if self.unit == "FN" else 1))
            span = cal.week_range(found) if found else None
            if span is None:
                return TimeValue("DATE", None)
            if self.unit == "WE":
                return make_ranged("DATE", f"{cal.week_value(span[0])}-WE", (span[1] - timedelta(days=1), span[1]))
            return make_ranged("DATE", cal.week_value(span[0]), span)
        if self.unit == "M":
            found = cal.shift_months(day, count)
            return (
                make_ranged("DATE", f"{found:%Y-%m}", cal.month_range(found.year, found.month))
                if found
                else TimeValue("DATE", None)
            )
        if self.unit == "Q":
            found = cal.shift_months(day, 3 * count)
            return _quarter(found.year, (found.month - 1) // 3 + 1) if found else TimeValue("DATE", None)
        size = {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}.get(self.unit, 1)
        first = (day.year // size + count) * size
        span = cal.year_range(first, first + size - 1)
        if span is None:
            return TimeValue("DATE", None)
        text = f"{first:04d}"[: 4 - (len(str(size)) - 1)]
        return make_ranged("DATE", ("FY" if self.fiscal else "") + text, None if self.fiscal else span)


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
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}.get(unit)
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
        length = Duration(((self.unit, self.count),)).resolve(anchor).value
        if anchor.day is None or self.count is None or self.unit.startswith("T"):
            if anchor.day is not None and self.sign < 0 and self.count is None:
                return TimeValue("DURATION", length, None, anchor.day, is_relative=True, anchor=anchor.name)
            return TimeValue("DURATION", length, is_relative=True, anchor=anchor.name if anchor.day else "none")
        if self.unit == "BD":
            far = _shift_business_days(anchor.day, int(self.count) * self.sign)
        else:
            far = _shift_exact(anchor.day, self.unit if self.unit != "WE" else "W", self.count * self.sign)
        near = cal.shift_days(anchor.day, self.sign)
        if far is None or near is None:
            return TimeValue("DURATION", length, is_relative=True, anchor=anchor.name)
        start, end = (near, far) if self.sign > 0 else (far, near)
        return TimeValue(
            "DURATION", length, start, end, is_relative=True, anchor=anchor.name, how="counted from " + anchor.name
        )


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration; a count of None is unspecified ("several years")."""

    parts: tuple[tuple[str, Fraction | None], ...]
    mod: str | None = None

    def resolve(self, anchor: Anchor) -> TimeValue:
        dates, times = "", ""
        for unit, count in sorted(
            self.parts,
            key=lambda part: ["ML", "CE", "DE", "Y", "Q", "M", "FN", "W", "WE", "D", "BD", "TH", "TM", "TS"].index(
                part[0]
            ),
        ):
            factor, letter = {"DE": (10, "Y"), "CE": (100, "Y"), "ML": (1000, "Y"), "Q": (3, "M"), "FN": (2, "W")}.get(
                unit, (1, unit)
            )
            written = "X" if count is None else f"{float(count * factor):.10g}"
            if letter.startswith("T"):
                times += f"{written}{letter[1:]}"
            else:
                dates += f"{written}{letter}"
        return TimeValue("DURATION", "P" + dates + (f"T{times}" if times else ""), mod=self.mod)
