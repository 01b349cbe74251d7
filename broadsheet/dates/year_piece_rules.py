"""Rules for counted pieces of years, months and decades, and years of two digits: "the first nine months of 2023".

Belongs here: a piece cut from a period that is named beside it. Quarters, halves and weeks with a number are in
year_part_rules.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from broadsheet.dates import calendar as cal
from broadsheet.dates.item_classes import Item
from broadsheet.dates.named_days import NthOf
from broadsheet.dates.periods import Between, YearPart, Years
from broadsheet.dates.rules import Match, has_month, rule
from broadsheet.dates.shifts import Shift
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue
from broadsheet.dates.year_rules import is_counted

_AFTER_YEARS_IN = frozenset(["in", "since", "of", "by", "until", "from", "to", "and", "between", "during", "season"])
# How many pieces a quarter or a half has.
_SHARES = {"Q": 4, "H": 2}


@dataclass(frozen=True, slots=True)
class Piece:
    """The first or last `count` days, weeks or months of a period."""

    count: int
    unit: str
    is_last: bool
    whole: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        whole = self.whole.resolve(anchor)
        if whole.start is None or whole.end is None:
            return replace(whole, value=None)
        span = self._cut(whole.start, whole.end)
        if span is None:
            return replace(whole, value=None, start=None, end=None, how="the period is shorter")
        return replace(whole, value=f"{span[0]}/{span[1]}", start=span[0], end=span[1])

    def _cut(self, start: date, end: date) -> cal.DateRange | None:
        """First and last day of the piece; None where the period is shorter."""
        after = cal.shift_days(end, 1)
        if after is None:
            return None
        first = self._shift(after, -self.count) if self.is_last else start
        beyond = after if self.is_last else self._shift(start, self.count)
        if first is None or beyond is None or first < start or beyond > after:
            return None
        return first, beyond - timedelta(days=1)

    def _shift(self, day: date, count: int) -> date | None:
        if self.unit == "M":
            return cal.shift_months(day, count)
        return cal.shift_days(day, count * (7 if self.unit == "W" else 1))


@dataclass(frozen=True, slots=True)
class HalfOfMonth:
    """Days 1 to 15 of a month, or the others."""

    half: int
    month: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        month = self.month.resolve(anchor)
        if month.start is None or month.end is None:
            return replace(month, value=None)
        start = month.start if self.half == 1 else month.start.replace(day=16)
        end = month.end if self.half == 2 else month.start.replace(day=15)
        return replace(month, value=f"{start}/{end}", start=start, end=end)


@rule(
    "the? ordinal|last|final count units of year",
    "the? ordinal|last|final count units of the? lastnext? unit",
    "the? ordinal|last|final count units of mon [comma? year]",
)
def piece_of_period(found: Match) -> Spec | None:
    """ "the first nine months of 2023", "the last three days of May"."""
    units, count = found.all("units", "unit"), found.get("day", "short", "word", "number")
    is_first = found.get("ordinal") == 1
    if units[0] not in ("D", "W", "M") or count is None or (found.has("ordinal") and not is_first):
        return None
    whole = _read_whole(found, units[1:])
    return Piece(int(count), units[0], not is_first, whole) if whole else None


def _read_whole(found: Match, units: list[str]) -> Spec | None:
    """The year or month from which a piece is cut."""
    if found.has("month", "ambiguous"):
        return CalendarDay(found.get("year"), found.month) if has_month(found) else None
    if found.has("year"):
        return CalendarDay(found.get("year"))
    if units not in (["Y"], ["M"]):
        return None
    directions = [item.name for item in found.items[3:] if item.name in ("last", "next", "past", "previous")]
    return Shift(units[0], (1 if directions[0] == "next" else -1) if directions else 0)


@rule("the? ordinal half of mon [comma? year]")
def half_of_month(found: Match) -> Spec | None:
    """ "the second half of March"."""
    half = found.get("ordinal")
    if half not in (1, 2) or not has_month(found):
        return None
    return HalfOfMonth(half, CalendarDay(found.get("year"), found.month))


@rule("the? last|final unit|half of? year", "the? last|final unit|half of the? lastnext? unit")
def last_quarter(found: Match) -> Spec | None:
    """ "the last quarter of 2015", "the final quarter of last year"."""
    letters = "H2" if found.has("half") else "Q4"
    units = found.all("unit")
    if not found.has("half") and units[:1] != ["Q"]:
        return None
    if found.has("year"):
        return YearPart(letters, found.get("year"))
    directions = [item.name for item in found.items[3:] if item.name in ("last", "next", "this", "previous")]
    if units[-1:] != ["Y"]:
        return None
    return YearPart(
        letters, None, {"last": -1, "previous": -1, "next": 1}.get(directions[0], 0) if directions else None
    )


@rule("the? ordinal half|unit of the? decade", "the? ordinal half|unit of the ordinal unit")
def share_of_years(found: Match) -> Spec | None:
    """ "the first quarter of the 20th century", "the second half of the 1990s"."""
    units, number = found.all("unit"), found.get("ordinal")
    letter = "H" if found.has("half") else units[0]
    decade = found.get("decade")
    first, size = (decade, 10) if isinstance(decade, int) else ((found.all("ordinal")[-1] - 1) * 100, 100)
    is_century = units[-1:] == ["CE"]
    if letter not in _SHARES or not (is_century or isinstance(decade, int)) or not 1 <= number <= _SHARES[letter]:
        return None
    step = size // _SHARES[letter]
    start = first + step * (number - 1)
    end = first + size - 1 if number == _SHARES[letter] else start + step - 1
    return Years(start, end, f"{start:04d}/{end:04d}") if start else None


@rule("quarter slash|hyphen year", "quarter of? quote short|day")
def quarter_of_year(found: Match) -> Spec | None:
    """ "Q3/2024", "Q4 '23"."""
    year = found.get("year") or _read_short(found)
    return YearPart(found.get("quarter")[1].upper(), year) if year else None


@rule("season of? quote short|day", "the season of quote short|day", "season of? fixed", "fixed season")
def season_of_year(found: Match) -> Spec | None:
    """ "the summer of '23", "the winter of 2023-24"."""
    letters = found.get("season")
    if found.has("quote"):
        year = _read_short(found)
        return YearPart(letters, year) if year else None
    kind, surface = found.get("fixed")
    if kind != "years":
        return None
    year, end = int(surface[:4]), int(surface[-2:])
    if (year + 1) % 100 != end or letters not in ("WI", "SU"):
        return None
    # The summer of two years is that of the southern hemisphere.
    return YearPart("WI", year) if letters == "WI" else Between(CalendarDay(year, 12), CalendarDay(year + 1, 2))


@rule("quote short|day", "mon quote day", name="short_year")
def short_year(found: Match) -> Spec | None:
    """ "in '85", "March '23"."""
    if found.has("month", "ambiguous"):
        year = _read_short(found) if has_month(found) else None
        return CalendarDay(year, found.month) if year else None
    before = found.before
    if before is None or before.name not in _AFTER_YEARS_IN or not found.items[0].gap or is_counted(found.after):
        return None
    year = _read_short(found)
    return CalendarDay(year) if year and not _closes_quote(found.after) else None


@rule("the? ordinal|last unit of the unit", name="nth_of")
def week_of_month(found: Match) -> Spec | None:
    """ "the third week of the month": of the month of the anchor."""
    if found.all("unit") != ["W", "M"]:
        return None
    return NthOf(-1 if found.has("last") else found.get("ordinal"), "W", None, Shift("M", 0))


def _read_short(found: Match) -> int | None:
    """The year of two digits after an apostrophe."""
    item = found.items[-1]
    if item.gap or len(item.text) != 2:
        return None
    return (1900 if item.value > 40 else 2000) + int(item.value)


def _closes_quote(after: Item | None) -> bool:
    return after is not None and after.name in ("quote", "units", "unit")
