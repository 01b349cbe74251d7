"""Specs of named periods, ranges and times of day: seasons, quarters, decades, fiscal years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from broadsheet.dates import calendar as cal
from broadsheet.dates.shifts import Shift
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue, make_ranged

_WEEK = 7


@dataclass(frozen=True, slots=True)
class YearPart:
    """A season, quarter or half of a year. year None: the nearest one, or by shift -1, 0 (this), 1."""

    part: str
    year: int | None = None
    shift: int | None = None
    fiscal: bool = False

    def resolve(self, anchor: Anchor) -> TimeValue:
        year, how, name = self.year, None, None
        if year is None:
            if anchor.day is None:
                return TimeValue("DATE", f"XXXX-{self.part}", is_relative=True, anchor="none", how="no year is known")
            year, name = self._choose_year(anchor), anchor.name
            how = f"no year is printed: by {name}"
        value = f"{year:04d}-{self.part}"
        more = {"is_relative": name is not None, "anchor": name, "how": how}
        if self.fiscal:
            return replace(TimeValue("DATE", f"FY{value}"), **more)  # type: ignore[arg-type]
        return make_ranged("DATE", value, self._span(year), **more)

    def _span(self, year: int) -> cal.DateRange | None:
        if self.part[0] == "Q":
            return cal.months_range(year, 3 * int(self.part[1]) - 2, 3)
        if self.part[0] == "H":
            return cal.months_range(year, 6 * int(self.part[1]) - 5, 6)
        return cal.season_range(year, self.part)

    def _choose_year(self, anchor: Anchor) -> int:
        day = anchor.day or date(1, 1, 1)
        if self.part[0] in "QH":
            return self._choose_year_of_quarter(day, anchor.tense)
        if anchor.year and self.shift is None:
            return anchor.year
        return self._choose_year_of_season(day)

    def _choose_year_of_season(self, day: date) -> int:
        """The year of the running season, else of the nearest, or by its shift."""
        spans = [(span, year) for year in (day.year - 1, day.year, day.year + 1) if (span := self._span(year))]
        if self.shift == -1:
            return max((year for span, year in spans if span[1] < day), default=day.year - 1)
        if self.shift == 1:
            return min((year for span, year in spans if span[0] > day), default=day.year + 1)
        running = next((year for span, year in spans if span[0] <= day <= span[1]), None)
        if running is not None:
            return running
        return day.year if self.shift == 0 else min(spans, key=lambda item: _measure_distance(day, item[0]))[1]

    def _choose_year_of_quarter(self, day: date, tense: int) -> int:
        """The last year in which the quarter or half had begun, this one of a future clause, or by its shift."""
        if self.shift is not None:
            return day.year + self.shift
        span = self._span(day.year)
        has_begun = span is None or span[0] <= day
        return day.year if has_begun or tense > 0 else day.year - 1


def _measure_distance(day: date, span: cal.DateRange) -> int:
    """Days between a day and a span beside it; those to a coming one count twice."""
    return (span[0] - day).days * 2 if span[0] > day else (day - span[1]).days


@dataclass(frozen=True, slots=True)
class Years:
    """A range of years: a decade or a century."""

    first: int
    last: int
    value: str
    mod: str | None = None

    def resolve(self, anchor: Anchor) -> TimeValue:
        return make_ranged("DATE", self.value, cal.year_range(self.first, self.last), mod=self.mod)


@dataclass(frozen=True, slots=True)
class Between:
    """A range from one date or time to another."""

    first: Spec
    last: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        first, last = self._order(anchor, self.first.resolve(anchor), self.last.resolve(anchor))
        kind = "TIME" if "TIME" in (first.timex_type, last.timex_type) else "DATE"
        value = f"{first.value}/{last.value}" if first.value and last.value else None
        is_relative = first.is_relative or last.is_relative
        return TimeValue(
            kind,
            value,
            first.start,
            last.end,
            is_relative=is_relative,
            anchor=first.anchor or last.anchor,
            how=first.how or last.how,
            clock=first.clock,
        )

    def _order(self, anchor: Anchor, first: TimeValue, last: TimeValue) -> tuple[TimeValue, TimeValue]:
        """Both ends, one of them read again where they cross."""
        if not (first.start and last.end and first.start > last.end):
            return first, last
        if first.is_relative and not last.is_relative:
            return self.first.resolve(replace(anchor, year=last.end.year, day=last.start)), last
        if not last.is_relative:
            return first, last
        if (first.start - last.end).days < _WEEK:
            if anchor.side == "past":  # "from Friday to Tuesday": the first of them lies a week back
                return self.first.resolve(replace(anchor, day=last.start, tense=-1, side="past")), last
            return first, self.last.resolve(replace(anchor, day=first.start, tense=1, side="future"))
        return first, self.last.resolve(replace(anchor, year=first.start.year + 1))


@dataclass(frozen=True, slots=True)
class InYear:
    """A day or days without a year, and the year told behind them: "3 May last year", "July 15-24 in 2027"."""

    days: Spec
    year: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        year = self.year.resolve(anchor)
        if year.start is None:
            return self.days.resolve(anchor)
        value = put_in_year(self.days, year.start.year).resolve(anchor)
        return replace(value, is_relative=year.is_relative, anchor=year.anchor, how=year.how)


def put_in_year(days: Spec, year: int) -> Spec:
    """Days of a month, or a range of them, in a year."""
    if isinstance(days, Between):
        return Between(put_in_year(days.first, year), put_in_year(days.last, year))
    return replace(days, year=year) if isinstance(days, CalendarDay) else days


@dataclass(frozen=True, slots=True)
class TheWeekend:
    """ "the weekend": the coming one of a future clause, the past one of a past clause until the next has begun."""

    def resolve(self, anchor: Anchor) -> TimeValue:
        is_past = anchor.side == "past" and anchor.day is not None and 4 <= anchor.day.isoweekday() <= 5
        return Shift("WE", -1 if is_past else 0).resolve(anchor)


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
class WeekOf:
    """The week, month or year that contains a day: "the week of July 4"."""

    unit: str
    day: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        value = self.day.resolve(anchor)
        if value.start is None:
            return value
        shifted = Shift(self.unit, 0).resolve(Anchor(day=value.start, name=anchor.name))
        return replace(shifted, is_relative=value.is_relative, anchor=value.anchor, how=value.how)


@dataclass(frozen=True, slots=True)
class Fiscal:
    """A fiscal year: its days differ by country and company, so they stay null."""

    value: str

    def resolve(self, anchor: Any) -> Any:
        return TimeValue("DATE", self.value, how="fiscal years begin on different days: left open")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; complete if it has a day. part: TIMEX3 code of a part of the day, instead of hours."""

    hour: int | None
    minute: int | None = None
    second: int | None = None
    part: str | None = None
    zone: float | str | None = None
    day: Spec | None = None

    def resolve(self, anchor: Anchor) -> TimeValue:
        time = self._format()
        clock = (self.hour, self.minute or 0, self.second or 0) if self.hour is not None else None
        if self.day is None:
            return TimeValue("TIME", time, clock=clock, zone=self.zone)
        day = self.day.resolve(anchor)
        if day.timex_type == "SET":
            lead = "" if day.value == "P1D" or (day.value or "").startswith("T") else day.value
            return replace(day, value=f"{lead}{time}")
        value = f"{day.value}{time}" if day.value and day.start == day.end else None
        return replace(day, timex_type="TIME", value=value, clock=clock, zone=self.zone)

    def _format(self) -> str:
        if self.hour is None:
            return f"T{self.part}"
        written = f"T{self.hour:02d}"
        if self.minute is not None:
            written += f":{self.minute:02d}"
        if self.second is not None:
            written += f":{self.second:02d}"
        return written
