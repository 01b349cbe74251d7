"""Dates in digits: 2022-07-11, 11/07/2022, 2019/20. The order of day and month follows the article's country."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.dates.periods import Between, Clock, YearPart, Years
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue

if TYPE_CHECKING:
    from broadsheet.dates.rules import Match

_BEFORE_SHORT_DATES = frozenset(["on", "since", "until", "by", "from", "weekday", "this", "each", "every", "between"])
_BEFORE_SHORT_DECADES = frozenset(["the", "in", "early", "late", "mid", "hyphen", "since"])
# 9/11 is the day of 2001, except after "on" or a weekday; 24/7 is every hour.
_THAT_DAY = (9, 11)
_ROUND_THE_CLOCK = (24, 7)
# Denominators of common fractions printed with a slash.
_COMMON_DENOMINATORS = frozenset([15, 16, 18, 20, 24, 25, 30])
_NUMBERS = re.compile(r"\d+")
# Countries that write the month first.
MONTH_FIRST = frozenset(["US", "PH", "PW", "FM", "MH", "PR", "GU", "AS", "VI", "MP"])


@dataclass(frozen=True, slots=True)
class DigitDate:
    """Day and month in an order that may be ambiguous, with or without a year."""

    first: int
    second: int
    year: int | None
    mark: str = "/"

    @property
    def shows_month_first(self) -> bool | None:
        """Whether the month stands first, where a number above 12 shows it; None where both orders fit."""
        if self.first > 12 >= self.second:
            return False
        return True if self.second > 12 >= self.first else None

    def resolve(self, anchor: Anchor) -> TimeValue:
        month_first = anchor.month_first
        if month_first is None and self.mark == ".":
            month_first = False  # points come from countries that write the day first
        shown = self.shows_month_first
        month_first = shown if shown is not None else month_first
        if month_first is None and self.first != self.second:
            return TimeValue("DATE", None, how="day and month cannot be told apart: no country is known")
        month, day = (self.first, self.second) if month_first else (self.second, self.first)
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return TimeValue("DATE", None, how="the calendar has no such day")
        return CalendarDay(self.year, month, day).resolve(anchor)


def _full_year(written: str) -> int:
    year = int(written)
    if len(written) > 2:
        return year
    return 2000 + year if year < 50 else 1900 + year


def read_digit_date(kind: str, surface: str, found: Match) -> Spec | None:
    """The spec of a date in digits; None if it looks like something else."""
    return _READERS[kind](_NUMBERS.findall(surface), surface, found)


def _is_month_and_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _may_be_day_and_month(first: int, second: int) -> bool:
    """Whether two numbers are a day and a month in one order or the other."""
    return _is_month_and_day(first, second) or _is_month_and_day(second, first)


def _read_iso(numbers: list[str], surface: str, _found: Match) -> Spec | None:
    """ "2022-07-11", "2022-07-11T10:30:00+02:00"."""
    year, month, day = (int(number) for number in numbers[:3])
    if not _is_month_and_day(month, day):
        return None
    spec = CalendarDay(year, month, day)
    if "T" not in surface:
        return spec
    times = [int(number) for number in numbers[3:6]]
    offset = re.search(r"([+-])(\d{2}):?(\d{2})$", surface.partition("T")[2])
    zone = 0.0 if surface.endswith("Z") else None
    if offset:
        zone = (int(offset[2]) + int(offset[3]) / 60) * (1 if offset[1] == "+" else -1)
        times = times[: 3 if surface.partition("T")[2].count(":") - (":" in offset[0]) == 2 else 2]
    return Clock(times[0], times[1], times[2] if len(times) > 2 else None, day=spec, zone=zone)


def _read_year_month(numbers: list[str], _surface: str, _found: Match) -> Spec | None:
    """ "2024/05", "5/2024"."""
    year, month = sorted(numbers, key=len, reverse=True)
    return CalendarDay(int(year), int(month))


def _read_years(numbers: list[str], _surface: str, _found: Match) -> Spec | None:
    """ "2019-20", "2019/2020", "1999-00"; None where they fall or lie far apart."""
    first, last = int(numbers[0]), numbers[1]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if last == "00" and first % 100 == 99:
        end += 100
    return Between(CalendarDay(first), CalendarDay(end)) if first < end <= first + 300 else None


def _read_short_decade(numbers: list[str], surface: str, found: Match) -> Spec | None:
    """ "the '60s"; without an apostrophe only after a word that precedes decades."""
    if surface[0].isdigit() and found.class_before not in _BEFORE_SHORT_DECADES:
        return None
    first = 1900 + int(numbers[0])
    return Years(first, first + 9, f"{first:04d}"[:3])


def _read_year_quarter(numbers: list[str], surface: str, _found: Match) -> Spec | None:
    """ "2025Q2", "3Q24", "Q3/2024", "1Q 2023", "3Q"."""
    letter = "H" if "H" in surface else "Q"
    number = next(written for written in numbers if len(written) == 1)
    year = next((written for written in numbers if len(written) > 1), None)
    if letter == "H" and int(number) > 2:
        return None
    return YearPart(letter + number, _full_year(year) if year else None)


def _read_numdate(numbers: list[str], surface: str, _found: Match) -> Spec | None:
    """ "11/07/2022", "7.5.19", "2022/07/11"."""
    first, second = int(numbers[0]), int(numbers[1])
    if len(numbers[0]) == 4:
        day = int(numbers[2])
        return CalendarDay(first, second, day) if _is_month_and_day(second, day) and len(numbers[2]) <= 2 else None
    if len(numbers[0]) == 3 or not _may_be_day_and_month(first, second):
        return None
    mark = next(sign for sign in surface if not sign.isdigit())
    return DigitDate(first, second, _full_year(numbers[2]), mark)


def _read_shortdate(numbers: list[str], _surface: str, found: Match) -> Spec | None:
    """4/22: a date only after a word that precedes dates, or with a weekday; else a fraction."""
    first, second = int(numbers[0]), int(numbers[1])
    if not _may_be_day_and_month(first, second):
        return None
    if (first, second) == _THAT_DAY:
        is_of_2001 = len(numbers) == 2 and found.class_before not in ("", "on", "weekday")
        return CalendarDay(2001, 9, 11) if is_of_2001 else DigitDate(9, 11, None)
    if len(numbers) == 3:
        return DigitDate(first, second, _full_year(numbers[2]))
    if (first, second) == _ROUND_THE_CLOCK:
        return None
    is_dated = found.has("weekday", "every", "each") or found.class_before in _BEFORE_SHORT_DATES
    return DigitDate(first, second, None) if is_dated or _is_no_fraction(first, second, found) else None


def _is_no_fraction(first: int, second: int, found: Match) -> bool:
    """4/22: no month has that number; sixteenths and the like stay fractions."""
    if max(first, second) <= 12 or second in _COMMON_DENOMINATORS:
        return False
    return found.class_before not in ("number", "day")


# By the form of the digits (items.py), how they are read.
_READERS: dict[str, Callable[[list[str], str, Match], Spec | None]] = {
    "iso": _read_iso,
    "numdate": _read_numdate,
    "shortdate": _read_shortdate,
    "yearmonth": _read_year_month,
    "years": _read_years,
    "yearquarter": _read_year_quarter,
    "shortdecade": _read_short_decade,
}
