"""What time expressions say before they are anchored, and how each becomes a TIMEX3 value and days.

A spec is what the grammar reads ("July 3", "two weeks ago"); `resolve` gives its value for an anchor. Where the anchor
that it needs is missing, the value keeps what is known (XXXX-07-03) and the days stay null.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol

from broadsheet.dates import calendar as cal

_UNIT_NAMES = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Y": "year",
    "Q": "quarter",
    "DE": "decade",
    "CE": "century",
    "WE": "weekend",
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """Days that a text gives to its time expressions.

    day: publication day or what stands for it, named by `name` (published, weekday). previous: the day last read in
    the text. captured: settles a year where no publication day is known. tense: -1 past, 1 future, 0 unknown, of the
    sentence. year: a year that the text speaks of at this place.
    """

    day: date | None = None
    name: str = "none"
    previous: date | None = None
    captured: date | None = None
    tense: int = 0
    year: int | None = None
    month_first: bool | None = None


@dataclass(frozen=True, slots=True)
class TimeValue:
    """The reading of one time expression; `end` is included."""

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
    """Something that can be resolved."""

    def resolve(self, anchor: Anchor) -> TimeValue: ...


def _ranged(kind: str, value: str, span: cal.DateRange | None, **more: object) -> TimeValue:
    start, end = span or (None, None)
    return replace(TimeValue(kind, value, start, end), **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A date with some of year, month, day and weekday printed. direction: -1 last, 1 next, 0 none said."""

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
            return _ranged("DATE", f"{self.year:04d}", cal.year_range(self.year, self.year))
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
        return _ranged("DATE", f"{year:04d}", cal.year_range(year, year))

    def _with_year(self, year: int, month: int) -> TimeValue:
        if self.day is None:
            return _ranged("DATE", f"{year:04d}-{month:02d}", cal.month_range(year, month))
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
        if self.weekday and self.day:
            if anchor.day:
                year = cal.nearest_agreeing_year(month, self.day, self.weekday, anchor.day, reach=1)
                if year:
                    return year, f"the year nearest to {anchor.name} in which weekday and day agree", anchor.name
            elif anchor.captured:
                year = cal.agreeing_year(month, self.day, self.weekday, anchor.captured)
                if year:
                    return year, "the last year before capture in which weekday and day agree", "weekday"
        if anchor.year and not self.direction:
            return anchor.year, "the year that the text speaks of", "previous_date"
        if anchor.day is None:
            return None, "no year is printed and no publication day is known", "none"
        year = _nearest_year(anchor.day, month, self.day, self.direction, anchor.tense, self.this)
        said = {-1: "the last one before", 1: "the next one after"}.get(self.direction or 0, "the one nearest to")
        return year, f"no year is printed: {said} {anchor.name}", anchor.name

    def _day_of_month(self, anchor: Anchor, number: int) -> TimeValue:
        if anchor.day is None:
            return TimeValue(
                "DATE", f"XXXX-XX-{number:02d}", is_relative=True, anchor="none", how="no month is printed"
            )
        months = [shifted for back in (0, -1, 1) if (shifted := cal.shift_months(anchor.day.replace(day=1), back))]
        days = [found for month in months if (found := cal.make_day(month.year, month.month, number))]
        if self.weekday:
            days = [found for found in days if found.isoweekday() == self.weekday]
        if not days:
            return TimeValue("DATE", f"XXXX-XX-{number:02d}", is_relative=True, anchor="none", how="no month agrees")
        wanted = [found for found in days if (found >= anchor.day if anchor.tense > 0 else found <= anchor.day)] or days
        best = min(wanted, key=lambda found: abs((found - anchor.day).days))  # type: ignore[operator]
        return TimeValue(
            "DATE", best.isoformat(), best, best, is_relative=True, anchor=anchor.name, how="the nearest month"
        )

    def _weekday_only(self, anchor: Anchor) -> TimeValue:
        weekday = self.weekday or 1
        if anchor.day is None:
            return TimeValue(
                "DATE", f"XXXX-WXX-{weekday}", is_relative=True, anchor="none", how="no publication day is known"
            )
        today = anchor.day.isoweekday()
        if self.direction < 0:
            days = -((today - weekday) % 7 or 7)
        elif self.direction > 0:
            days = 7 - today + weekday
        elif self.this:
            days = weekday - today
        elif anchor.tense > 0:
            days = (weekday - today) % 7
        else:
            days = -((today - weekday) % 7)
        found = cal.shift_days(anchor.day, days)
        said = "after" if days > 0 else "on or before"
        return TimeValue(
            "DATE", found.isoformat() if found else None, found, found, is_relative=True, anchor=anchor.name,
            how=f"the weekday {said} {anchor.name}",
        )  # fmt: skip


def _nearest_year(anchor: date, month: int, day: int | None, direction: int, tense: int, this: bool) -> int:
    """The year of a month or day without one.

    In news the past is nearer than the future: nothing said, a date up to two months ahead is still this year's.
    """
    if this:
        return anchor.year
    candidates = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        found = cal.make_day(year, month, day) if day else cal.make_day(year, month, 15)
        if found:
            candidates.append((found, year))
    if not candidates:
        return anchor.year
    same = not day and month == anchor.month
    if direction < 0:
        return max(
            (year for found, year in candidates if found < anchor and not (same and year == anchor.year)),
            default=anchor.year,
        )
    if direction > 0:
        return min(
            (year for found, year in candidates if found > anchor and not (same and year == anchor.year)),
            default=anchor.year,
        )
    if same:
        return anchor.year
    past, future = (3, 1) if tense > 0 else (1, 3)
    return min(candidates, key=lambda item: _distance(anchor, item[0], past, future))[1]


def _distance(anchor: date, day: date, past: int, future: int) -> int:
    """Days between, weighted: in news a date of last month is nearer than one of the next."""
    days = (day - anchor).days
    return days * future if days > 0 else -days * past


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
            day, name = (anchor.previous, "previous_date") if anchor.previous else (None, "none")
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
        noun = _UNIT_NAMES.get(self.unit, self.unit)
        return replace(
            value, is_relative=True, anchor=name, mod=self.mod or value.mod, how=f"{float(self.count):+g} {noun} from {name}" if self.count else f"the {noun} of {name}"
        )  # fmt: skip

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
                return _ranged("DATE", f"{cal.week_value(span[0])}-WE", (span[1] - timedelta(days=1), span[1]))
            return _ranged("DATE", cal.week_value(span[0]), span)
        if self.unit == "M":
            found = cal.shift_months(day, count)
            return (
                _ranged("DATE", f"{found:%Y-%m}", cal.month_range(found.year, found.month))
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
        return _ranged("DATE", ("FY" if self.fiscal else "") + text, None if self.fiscal else span)


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
    if abs(count) > 10**6:
        return None
    if unit in ("D", "W", "FN"):
        return cal.shift_days(day, int(count * {"D": 1, "W": 7, "FN": 14}[unit]))
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}.get(unit)
    return cal.shift_months(day, int(count * months)) if months else None


def _quarter(year: int, number: int) -> TimeValue:
    return _ranged("DATE", f"{year:04d}-Q{number}", cal.months_range(year, 3 * number - 2, 3))


@dataclass(frozen=True, slots=True)
class Ago:
    """A day some units away: "two weeks ago", "three years later". The value is as precise as the unit."""

    parts: tuple[tuple[str, Fraction | None], ...]
    sign: int
    base: str = "published"
    origin: Spec | None = None

    def resolve(self, anchor: Anchor) -> TimeValue:
        day, name = anchor.day, anchor.name
        if self.base == "previous":
            day, name = (anchor.previous, "previous_date") if anchor.previous else (None, "none")
        if self.origin is not None:
            origin = self.origin.resolve(anchor)
            day, name = origin.start, origin.anchor or anchor.name
        parts = tuple(
            ("D", count / 24) if unit == "TH" and count and count % 24 == 0 else (unit, count)
            for unit, count in self.parts
        )
        if day is None or any(count is None for _, count in parts):
            ref = "PAST_REF" if self.sign < 0 else "FUTURE_REF"
            return TimeValue(
                "DATE",
                ref,
                is_relative=True,
                anchor=name if day else "none",
                how="no day to count from is known" if day is None else "how many is not said",
            )
        found: date | None = day
        for unit, count in parts:
            if unit in ("TH", "TM", "TS"):
                continue
            if found is not None:
                shift = Shift(unit, Fraction(count or 0) * self.sign, exact=unit != "BD")
                found = shift.resolve(Anchor(day=found, name=name)).start
        said = " ".join(f"{float(count or 0):g} {_UNIT_NAMES.get(unit, unit)}" for unit, count in self.parts)
        how = f"{said} {'before' if self.sign < 0 else 'after'} {name}"
        value = self._at_precision(found) if found else None
        return TimeValue("DATE", value, found, found, is_relative=True, anchor=name, how=how)

    def _at_precision(self, day: date) -> str:
        finest = {unit for unit, _ in self.parts}
        if finest <= {"Y", "DE", "CE", "ML"}:
            return f"{day.year:04d}"
        if finest <= {"Y", "DE", "CE", "ML", "M", "Q"}:
            return f"{day:%Y-%m}"
        if finest <= {"W", "FN"}:
            return cal.week_value(day)
        return day.isoformat()


@dataclass(frozen=True, slots=True)
class Within:
    """Some units that end or begin at the anchor: "the past three weeks", "the next 5 years"."""

    unit: str
    count: Fraction | None
    sign: int

    def resolve(self, anchor: Anchor) -> TimeValue:
        length = Length(((self.unit, self.count),)).resolve(anchor).value
        if anchor.day is None or self.count is None or self.unit.startswith("T"):
            if anchor.day is not None and self.sign < 0 and self.count is None:
                return TimeValue("DURATION", length, None, anchor.day, is_relative=True, anchor=anchor.name)
            return TimeValue("DURATION", length, is_relative=True, anchor=anchor.name if anchor.day else "none")
        if self.unit == "BD":
            near = cal.shift_days(anchor.day, self.sign)
            far = _shift_business_days(anchor.day, int(self.count) * self.sign)
        else:
            near = anchor.day
            far = _shift_exact(anchor.day, self.unit if self.unit != "WE" else "W", self.count * self.sign)
        if far is None or near is None:
            return TimeValue("DURATION", length, is_relative=True, anchor=anchor.name)
        if self.unit != "BD" and self.sign > 0:
            start, end = cal.shift_days(near, 1), far
        elif self.sign < 0:
            start, end = far, cal.shift_days(near, -1)
        else:
            start, end = near, far
        return TimeValue(
            "DURATION", length, start, end, is_relative=True, anchor=anchor.name, how="counted from " + anchor.name
        )


@dataclass(frozen=True, slots=True)
class Length:
    """A duration; None counts are not said ("several years")."""

    parts: tuple[tuple[str, Fraction | None], ...]
    mod: str | None = None

    def resolve(self, anchor: Anchor) -> TimeValue:
        dates, times = "", ""
        for unit, count in sorted(
            self.parts, key=lambda part: "ML CE DE Y Q M FN W WE D BD TH TM TS".split().index(part[0])
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


@dataclass(frozen=True, slots=True)
class Repeat:
    """A set: every so often."""

    value: str

    def resolve(self, anchor: Anchor) -> TimeValue:
        return TimeValue("SET", self.value)


@dataclass(frozen=True, slots=True)
class YearPart:
    """A season, quarter or half of a year. year None: the one nearest, or direction -1, 0 (this), 1."""

    part: str
    year: int | None = None
    shift: int | None = None
    fiscal: bool = False

    def resolve(self, anchor: Anchor) -> TimeValue:
        year, how, name = self.year, None, None
        if year is None:
            if anchor.day is None:
                return TimeValue("DATE", f"XXXX-{self.part}", is_relative=True, anchor="none", how="no year is known")
            year, name = self._year_near(anchor), anchor.name
            how = f"no year is printed: by {name}"
        value = f"{year:04d}-{self.part}"
        more = {"is_relative": name is not None, "anchor": name, "how": how}
        if self.fiscal:
            return replace(TimeValue("DATE", f"FY{value}"), **more)  # type: ignore[arg-type]
        return _ranged("DATE", value, self._span(year), **more)

    def _span(self, year: int) -> cal.DateRange | None:
        if self.part[0] == "Q":
            return cal.months_range(year, 3 * int(self.part[1]) - 2, 3)
        if self.part[0] == "H":
            return cal.months_range(year, 6 * int(self.part[1]) - 5, 6)
        return cal.season_range(year, self.part)

    def _year_near(self, anchor: Anchor) -> int:
        day = anchor.day or date(1, 1, 1)
        if self.part[0] in "QH":
            if self.shift is not None:
                return day.year + self.shift
            span = self._span(day.year)
            return day.year if span is None or span[0] <= day or anchor.tense > 0 else day.year - 1
        if anchor.year and self.shift is None:
            return anchor.year
        spans = [(span, year) for year in (day.year - 1, day.year, day.year + 1) if (span := self._span(year))]
        if self.shift is None or self.shift == 0:
            inside = [year for span, year in spans if span[0] <= day <= span[1]]
            if inside:
                return inside[0]
            if self.shift == 0:
                return day.year
            return min(
                spans, key=lambda item: (item[0][0] - day).days * 2 if item[0][0] > day else (day - item[0][1]).days
            )[1]
        if self.shift < 0:
            return max((year for span, year in spans if span[1] < day), default=day.year - 1)
        return min((year for span, year in spans if span[0] > day), default=day.year + 1)


@dataclass(frozen=True, slots=True)
class Years:
    """A run of years: a decade, a century, a year range. short: a decade without its century ("the 90s")."""

    first: int
    last: int
    value: str
    mod: str | None = None

    def resolve(self, anchor: Anchor) -> TimeValue:
        return _ranged("DATE", self.value, cal.year_range(self.first, self.last), mod=self.mod)


@dataclass(frozen=True, slots=True)
class Between:
    """From one moment to another."""

    first: Spec
    last: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        first, last = self.first.resolve(anchor), self.last.resolve(anchor)
        if first.start and last.end and first.start > last.end and first.is_relative and not last.is_relative:
            first = self.first.resolve(replace(anchor, year=last.end.year, day=last.start))
        if first.start and last.end and first.start > last.end and last.is_relative:
            last = self.last.resolve(replace(anchor, year=first.start.year + 1))
        kind = "TIME" if "TIME" in (first.timex_type, last.timex_type) else "DATE"
        value = f"{first.value}/{last.value}" if first.value and last.value else None
        is_relative = first.is_relative or last.is_relative
        return TimeValue(
            kind, value, first.start, last.end, is_relative=is_relative, anchor=first.anchor or last.anchor, how=first.how or last.how,
            clock=first.clock,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Modified:
    """A part of a period: early, mid, late, start, end; or before and after it."""

    spec: Spec
    mod: str

    def resolve(self, anchor: Anchor) -> TimeValue:
        value = self.spec.resolve(anchor)
        start, end = value.start, value.end
        if start and end and (end - start).days > 1 and self.mod in ("START", "MID", "END"):
            third = (end - start).days // 3
            cuts = {
                "START": (start, start + timedelta(days=third)),
                "MID": (start + timedelta(days=third), end - timedelta(days=third)),
                "END": (end - timedelta(days=third), end),
            }
            start, end = cuts[self.mod]
        return replace(value, mod=self.mod, start=start, end=end)


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
            found = cal.nth_weekday(whole.start.year, whole.start.month, self.weekday, self.nth)
            return replace(whole, value=found.isoformat() if found else None, start=found, end=found)
        if self.unit == "D":
            found = whole.end if self.nth < 0 else cal.shift_days(whole.start, self.nth - 1)
            found = found if found and found <= whole.end else None
            return replace(whole, value=found.isoformat() if found else None, start=found, end=found)
        if self.unit == "M":
            first = (
                cal.shift_months(whole.end.replace(day=1), 0)
                if self.nth < 0
                else cal.shift_months(whole.start, self.nth - 1)
            )
            span = cal.month_range(first.year, first.month) if first else None
            return replace(
                _ranged("DATE", f"{first:%Y-%m}" if first else "", span),
                is_relative=whole.is_relative,
                anchor=whole.anchor,
            )
        return self._week(whole)

    def _week(self, whole: TimeValue) -> TimeValue:
        """Weeks belong to the month or year that holds their Thursday (ISO 8601)."""
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
            _ranged("DATE", cal.week_value(thursday), span), is_relative=whole.is_relative, anchor=whole.anchor
        )


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week, month or year that holds a day: "the week of July 4"."""

    unit: str
    day: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        value = self.day.resolve(anchor)
        if value.start is None:
            return value
        shifted = Shift(self.unit, 0).resolve(Anchor(day=value.start, name=anchor.name))
        return replace(shifted, is_relative=value.is_relative, anchor=value.anchor, how=value.how)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A feast with its rule (see lang/en/dates.toml)."""

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
        days = [
            value
            for year in (anchor.day.year - 1, anchor.day.year, anchor.day.year + 1)
            if (value := self._on(year)).start
        ]
        wanted = [v for v in days if v.start and _wanted(v.start, anchor, self.shift)] or days
        if self.shift == 0:
            wanted = [v for v in days if v.start and v.start.year == anchor.day.year] or days
        best = min(wanted, key=lambda v: abs((v.start - anchor.day).days) if v.start and anchor.day else 0)
        return replace(best, is_relative=True, anchor=anchor.name, how="the feast nearest to " + anchor.name)

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


def _wanted(day: date, anchor: Anchor, shift: int | None) -> bool:
    if anchor.day is None:
        return True
    if shift:
        return day < anchor.day if shift < 0 else day > anchor.day
    return anchor.tense == 0 or (day >= anchor.day if anchor.tense > 0 else day <= anchor.day)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; with a day it is a full time. part: letters of a part of the day in place of hours."""

    hour: int | None
    minute: int | None = None
    second: int | None = None
    part: str | None = None
    zone: float | str | None = None
    day: Spec | None = None

    def resolve(self, anchor: Anchor) -> TimeValue:
        time = self._written()
        clock = (self.hour, self.minute or 0, self.second or 0) if self.hour is not None else None
        if self.day is None:
            return TimeValue("TIME", time, clock=clock, zone=self.zone)
        day = self.day.resolve(anchor)
        if day.timex_type == "SET":
            lead = "" if day.value == "P1D" or (day.value or "").startswith("T") else day.value
            return replace(day, value=f"{lead}{time}")
        value = f"{day.value}{time}" if day.value and day.start == day.end else None
        return replace(day, timex_type="TIME", value=value, clock=clock, zone=self.zone)

    def _written(self) -> str:
        if self.hour is None:
            return f"T{self.part}"
        written = f"T{self.hour:02d}"
        if self.minute is not None:
            written += f":{self.minute:02d}"
        if self.second is not None:
            written += f":{self.second:02d}"
        return written
