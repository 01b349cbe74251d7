"""Specs of days at a distance: "two weeks ago", "three years later", "from a year earlier"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from broadsheet.dates import calendar as cal
from broadsheet.dates.comparison import shift_years
from broadsheet.dates.shifts import UNIT_NAMES, Shift, find_previous
from broadsheet.dates.specs import Anchor, Spec, TimeValue

_TIME_UNITS = ("TH", "TM", "TS")


@dataclass(frozen=True, slots=True)
class Ago:
    """A day at a distance: "two weeks ago", "three years later". The value is as precise as the unit."""

    parts: tuple[tuple[str, Fraction | None], ...]
    sign: int
    base: str = "published"
    origin: Spec | None = None
    is_compared: bool = False

    def resolve(self, anchor: Anchor) -> TimeValue:
        compared = self._find_compared(anchor) if self.is_compared else None
        if compared is not None:
            return compared
        day, name = self._find_day(anchor)
        if day is None or any(count is None for _, count in self.parts):
            return TimeValue(
                "DATE",
                "PAST_REF" if self.sign < 0 else "FUTURE_REF",
                is_relative=True,
                anchor=name if day else "none",
                how="no day to count from is known" if day is None else "how many is not said",
            )
        found = self._count_from(day, name)
        said = " ".join(f"{float(count or 0):g} {UNIT_NAMES.get(unit, unit)}" for unit, count in self.parts)
        how = f"{said} {'before' if self.sign < 0 else 'after'} {name}"
        value = self._at_precision(found) if found else None
        return TimeValue("DATE", value, found, found, is_relative=True, anchor=name, how=how)

    def _count_from(self, day: date, name: str) -> date | None:
        """The day at that distance; hours are whole days or nothing. None where the calendar ends before."""
        found: date | None = day
        for unit, count in map(_in_days, self.parts):
            if unit in _TIME_UNITS:
                continue
            if found is not None:
                shift = Shift(unit, Fraction(count or 0) * self.sign, exact=unit != "BD")
                found = shift.resolve(Anchor(day=found, name=name)).start
        return found

    def _find_day(self, anchor: Anchor) -> tuple[date | None, str]:
        """The day to count from, and its name."""
        if self.origin is not None:
            origin = self.origin.resolve(anchor)
            return origin.start, origin.anchor or anchor.name
        if self.base == "previous":
            return find_previous(anchor, [unit for unit, _ in self.parts])
        return anchor.day, anchor.name

    def _find_compared(self, anchor: Anchor) -> TimeValue | None:
        """ "rose in February from a year earlier": the period that the sentence names, that many years before."""
        years = self.parts[0][1] if len(self.parts) == 1 and self.parts[0][0] == "Y" else None
        if years is None or years.denominator != 1:
            return None
        named = next((value for value in reversed(anchor.here) if _is_part_of_year(value)), None)
        return shift_years(named, int(years)) if named else None

    def _at_precision(self, day: date) -> str:
        finest = {unit for unit, _ in self.parts}
        if finest <= {"Y", "DE", "CE", "ML"}:
            return f"{day.year:04d}"
        if finest <= {"Y", "DE", "CE", "ML", "M", "Q"}:
            return f"{day:%Y-%m}"
        if finest <= {"W", "FN"}:
            return cal.week_value(day)
        return day.isoformat()


def _in_days(part: tuple[str, Fraction | None]) -> tuple[str, Fraction | None]:
    """Hours that are whole days in days: "48 hours"."""
    unit, count = part
    return ("D", count / 24) if unit == "TH" and count and count % 24 == 0 else part


def _is_part_of_year(value: TimeValue) -> bool:
    """Whether a value is longer than a day and shorter than a year."""
    return value.start is not None and value.end is not None and 0 < (value.end - value.start).days < 364
