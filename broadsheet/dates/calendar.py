"""Calendar arithmetic on days and TIMEX3 values. Nothing here reads a text."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

DateRange = tuple[date, date]
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_YEAR = re.compile(r"\d{4}")


def make_day(year: int, month: int, day: int) -> date | None:
    """A day, or None where the calendar has no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def shift_days(day: date, days: int) -> date | None:
    """The day `days` later; None outside the years 1 to 9999."""
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def shift_months(day: date, months: int) -> date | None:
    """The same day of another month, or that month's last day.

    >>> shift_months(date(2022, 1, 31), 1)
    datetime.date(2022, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_range(year: int, month: int) -> DateRange | None:
    """First and last day of a month."""
    if not 1 <= year <= 9999:
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_range(first: int, last: int) -> DateRange | None:
    """First day of one year and last day of another."""
    if not (1 <= first <= 9999 and 1 <= last <= 9999):
        return None
    return date(first, 1, 1), date(last, 12, 31)


def months_range(year: int, month: int, count: int) -> DateRange | None:
    """First and last day of `count` months that start with a month."""
    first = make_day(year, month, 1)
    after = shift_months(first, count) if first else None
    return (first, after - timedelta(days=1)) if first and after else None


def season_range(year: int, letters: str) -> DateRange | None:
    """A season of the northern hemisphere by whole months; the winter of a year begins in its December."""
    first, _ = _SEASON_MONTHS[letters]
    return months_range(year, first, 3)


def week_range(day: date) -> DateRange | None:
    """Monday and Sunday of a day's week."""
    monday = shift_days(day, -day.weekday())
    sunday = shift_days(monday, 6) if monday else None
    return (monday, sunday) if monday and sunday else None


def week_value(day: date) -> str:
    """The TIMEX3 value of a day's ISO week: 2022-W28."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth Monday (1) to Sunday (7) of a month; nth -1 is the last."""
    span = month_range(year, month)
    if span is None:
        return None
    if nth == -1:
        return shift_days(span[1], -((span[1].isoweekday() - weekday) % 7))
    found = shift_days(span[0], (weekday - span[0].isoweekday()) % 7 + 7 * (nth - 1))
    return found if found and found.month == month else None


def easter_day(year: int) -> date:
    """Easter Sunday (Gregorian; the anonymous algorithm of Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def agreeing_year(month: int, day: int, weekday: int, latest: date) -> int | None:
    """The last year up to `latest` in which that day of the month is that weekday (1 is Monday).

    >>> agreeing_year(7, 11, 1, date(2026, 1, 1))
    2022
    """
    for year in range(latest.year, max(latest.year - 41, 0), -1):
        found = make_day(year, month, day)
        if found and found <= latest and found.isoweekday() == weekday:
            return year
    return None


def nearest_agreeing_year(month: int, day: int, weekday: int, anchor: date, reach: int = 6) -> int | None:
    """The year nearest to an anchor, at most `reach` years away, in which day and weekday agree."""
    years = sorted(
        range(max(anchor.year - reach, 1), min(anchor.year + reach, 9999) + 1), key=lambda y: abs(y - anchor.year)
    )
    for year in years:
        found = make_day(year, month, day)
        if found and found.isoweekday() == weekday:
            return year
    return None
