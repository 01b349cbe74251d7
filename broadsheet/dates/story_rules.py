"""Rules for dates that follow the one before them in a story: "that December", "July of that year".

Belongs here: what is counted from an earlier date of the text. Periods of an earlier year are in period_to_rules.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from broadsheet.dates import calendar as cal
from broadsheet.dates.periods import YearPart
from broadsheet.dates.rules import Match, has_month, rule
from broadsheet.dates.shifts import Shift, find_previous
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue
from broadsheet.dates.year_part_rules import is_drop

# A month that "that" names lies at most so many days before or after the date before it.
_NEAR_DAYS = 366
_ENDS = ("", "dot", "comma", "close")
_QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class NextOf:
    """The first month or season of a name after the date before it in the text, or around it ("that December").

    other: what it is where no such date is there.
    """

    month: int | None
    season: str | None
    is_after: bool
    other: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        day, name = find_previous(anchor, ["Y"])
        found = None if day is None else self._find(day, anchor.coarse)
        if found is None or found.start is None:
            return self.other.resolve(anchor)
        return replace(found, is_relative=True, anchor=name, how=f"the first one after {name}")

    def _find(self, day: date, coarse: int) -> TimeValue | None:
        months = 12 if coarse > _NEAR_DAYS - 2 else 1
        first = cal.shift_months(day.replace(day=1), months) if self.is_after else day.replace(day=1)
        for year in (day.year, day.year + 1, day.year + 2):
            value = self._of_year(year)
            if first and value.start and value.start >= first and (value.start - day).days <= _NEAR_DAYS + coarse:
                return value
        return None

    def _of_year(self, year: int) -> TimeValue:
        spec: Spec = YearPart(self.season, year) if self.season else CalendarDay(year, self.month)
        return spec.resolve(Anchor())


@rule("that mon", "the following mon", "the? following season", "that season")
def next_of(found: Match) -> Spec | None:
    """ "was charged that December", "by the following spring": after the date before it."""
    named = found.item("month", "ambiguous")
    if named is not None and not named.text[:1].isupper():
        return None
    month, season = found.month, found.get("season")
    if is_drop(found) or _falls(found):
        return None
    direction = 1 if found.has("following") else 0
    other = YearPart(season, None, direction) if season else CalendarDay(None, month, None, None, direction)
    return NextOf(month, season, direction == 1, other)


def _falls(found: Match) -> bool:
    """Whether "fall" is a verb: "events that fall under it"; not "He left that fall.", "and that fall he"."""
    is_word = found.items[-1].lower == "fall" and found.has("that")
    return is_word and found.class_after not in _ENDS and found.class_before not in (*_ENDS, "and")


@dataclass(frozen=True, slots=True)
class OfThatYear:
    """A month or day of the year that the text has just named: "July of that year"."""

    month: int
    day: int | None

    def resolve(self, anchor: Anchor) -> TimeValue:
        day, name = find_previous(anchor, ["Y"])
        value = CalendarDay(day.year if day else None, self.month, self.day).resolve(anchor)
        return replace(value, is_relative=True, anchor=name if day else value.anchor)


@rule("mon of|in? that|same unit", "mon day|ordinal of? that unit", "mon of the same unit")
def of_that_year(found: Match) -> Spec | None:
    """ "in July of that year", "on July 3 of the same year"."""
    if found.get("unit") != "Y" or not has_month(found):
        return None
    return OfThatYear(found.month, found.get("day", "ordinal"))


@rule("the unit before|earlier")
def unit_before(found: Match) -> Spec | None:
    """ "down from 13 the year before": the one before the date before it; no noun may follow."""
    after = found.after
    is_end = after is None or after.name in ("dot", "comma", "close", "and") or after.lower in ("to", "but", "while")
    unit = found.get("unit")
    return Shift(unit, -1, base="previous") if is_end and unit in ("W", "M", "Q", "Y") else None


@dataclass(frozen=True, slots=True)
class QuarterTo:
    """The three months that end with a month: "the June quarter"."""

    month: int
    year: int | None

    def resolve(self, anchor: Anchor) -> TimeValue:
        last = CalendarDay(self.year, self.month).resolve(replace(anchor, tense=-1, side="past"))
        if last.start is None:
            return replace(last, value=None)
        first = cal.shift_months(last.start, 1 - _QUARTER_MONTHS)
        if first is None:
            return replace(last, value=None, start=None, end=None)
        is_calendar = self.month % _QUARTER_MONTHS == 0
        value = f"{last.start.year:04d}-Q{self.month // 3}" if is_calendar else f"{first}/{last.end}"
        return replace(last, value=value, start=first)


@rule("the? mon quarter", "the? mon unit", "the? mon hyphen|dash|to mon unit|span [of? year]", name="quarter")
def quarter_of_months(found: Match) -> Spec | None:
    """ "the June quarter", "the April-June quarter"."""
    months = found.all("month", "ambiguous")
    is_capital = all(item.text[:1].isupper() for item in found.items if item.name in ("month", "ambiguous"))
    is_quarter = found.get("unit") == "Q" or (found.has("span") and len(months) > 1)
    if not is_quarter or not is_capital or (len(months) > 1 and (months[1] - months[0]) % 12 != _QUARTER_MONTHS - 1):
        return None
    return QuarterTo(months[-1], found.get("year"))
