"""Dates in digits: 2022-07-11, 11/07/2022, 2019/20. The order of day and month follows the article's country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.dates.periods import Between, Clock, YearPart, Years
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue

_BEFORE_SHORT_DATES = frozenset(["on", "since", "until", "by", "from", "weekday", "this", "each", "every", "between"])

if TYPE_CHECKING:
    from broadsheet.dates.rules import Match

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
    numbers = _NUMBERS.findall(surface)
    if kind == "iso":
        return _read_iso(numbers, surface)
    if kind == "yearquarter":
        return _read_year_quarter(surface)
    if kind == "numdate":
        return _read_numdate(numbers, surface)
    if kind == "shortdate":
        return _read_shortdate(numbers, found)
    if kind == "yearmonth":
        year, month = (numbers[0], numbers[1]) if len(numbers[0]) == 4 else (numbers[1], numbers[0])
        return CalendarDay(int(year), int(month))
    if kind == "years":
        first, last = int(numbers[0]), numbers[1]
        end = int(last) if len(last) == 4 else first - first % 100 + int(last)
        if len(last) == 2 and int(last) == 0 and first % 100 == 99:
            end += 100
        return Between(CalendarDay(first), CalendarDay(end)) if first < end <= first + 300 else None
    if kind == "shortdecade":
        if surface[0].isdigit() and (
            found.before is None or found.before.name not in ("the", "in", "early", "late", "mid", "hyphen", "since")
        ):
            return None
        first = 1900 + int(numbers[0])
        return Years(first, first + 9, f"{first:04d}"[:3])
    return None


def _read_iso(numbers: list[str], surface: str) -> Spec | None:
    year, month, day = (int(number) for number in numbers[:3])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
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


def _read_year_quarter(surface: str) -> Spec | None:
    """ "2025Q2", "3Q24", "Q3/2024", "1Q 2023", "3Q"."""
    numbers = _NUMBERS.findall(surface)
    letter = "H" if "H" in surface else "Q"
    number = next(written for written in numbers if len(written) == 1)
    year = next((written for written in numbers if len(written) > 1), None)
    if letter == "H" and int(number) > 2:
        return None
    return YearPart(letter + number, _full_year(year) if year else None)


def _read_numdate(numbers: list[str], surface: str) -> Spec | None:
    if len(numbers[0]) == 4:
        year, month, day = (int(number) for number in numbers)
        return CalendarDay(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 and len(numbers[2]) <= 2 else None
    first, second = int(numbers[0]), int(numbers[1])
    if len(numbers[0]) == 3 or not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return None
    mark = next(sign for sign in surface if not sign.isdigit())
    return DigitDate(first, second, _full_year(numbers[2]), mark)


def _read_shortdate(numbers: list[str], found: Match) -> Spec | None:
    """4/22: a date only after a word that precedes dates, or with a weekday; else a fraction."""
    first, second = int(numbers[0]), int(numbers[1])
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return None
    if (first, second) == (24, 7) and len(numbers) == 2:
        return None  # round the clock, every day
    if (first, second) == (9, 11):
        return (
            CalendarDay(2001, 9, 11)
            if len(numbers) == 2 and found.before is not None and found.before.name not in ("on", "weekday")
            else DigitDate(9, 11, None)
        )
    if len(numbers) == 3:
        return DigitDate(first, second, _full_year(numbers[2]))
    before = found.before
    # 4/22: no month has that number; sixteenths and the like stay fractions.
    is_day = (
        max(first, second) > 12
        and second not in _COMMON_DENOMINATORS
        and (before is None or before.name not in ("number", "day"))
    )
    has_context = found.has("weekday", "every", "each") or (before is not None and before.name in _BEFORE_SHORT_DATES)
    return DigitDate(first, second, None) if has_context or is_day else None
