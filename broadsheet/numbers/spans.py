"""Spans of days by their first and last day: of "the three months to June" the first day, of a span its name.

Belongs here: counting days and months. Which expression a number is tied to is told in periods.py.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from broadsheet.numbers.lexicon import load_words


def first_day(match: re.Match[str], last: date) -> date | None:
    """The first day of "week to", "three months to" and their like that end on a day."""
    count = load_words("counted")["spans"]["counts"].get((match["count"] or "one").lower())
    if count is None:
        return None
    unit = match["unit"].lower().rstrip("s")
    if unit in ("day", "week"):
        return last - timedelta(days=count * (7 if unit == "week" else 1) - 1)
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    if last == last_of_month(last):
        month = last.year * 12 + last.month - months
        return date(month // 12, month % 12 + 1, 1)
    month = last.year * 12 + last.month - 1 - months
    return date(month // 12, month % 12 + 1, min(last.day, 28)) + timedelta(days=1)


def last_of_month(day: date) -> date:
    """The last day of the month of a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def shift_span(start: date, end: date, moved: date) -> tuple[date, date] | None:
    """A span of whole months moved so that it begins on another day; None where that is no such day.

    >>> [str(day) for day in shift_span(date(2026, 1, 1), date(2026, 3, 31), date(2025, 1, 1))]
    ['2025-01-01', '2025-03-31']
    """
    if start.day != 1 or moved.day != 1 or end != last_of_month(end):
        return None
    months = end.year * 12 + end.month - start.year * 12 - start.month + moved.year * 12 + moved.month - 1
    return moved, last_of_month(date(months // 12, months % 12 + 1, 1))


def name_span(start: date, end: date | None) -> str:
    """A period by its first and last day, "2026-03-04/2026-03-10"; a whole month, quarter or year by its name."""
    if end is not None and start.day == 1 and end == last_of_month(end):
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        names = {1: f"{start:%Y-%m}", 3: f"{start.year:04d}-Q{(start.month + 2) // 3}", 12: f"{start.year:04d}"}
        if months in names and (start.month - 1) % months == 0:
            return names[months]
    return start.isoformat() if end is None or end == start else f"{start.isoformat()}/{end.isoformat()}"
