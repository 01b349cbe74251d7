"""Periods of an earlier year: the same month, quarter or days, some years before. Nothing here reads a text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from broadsheet.dates import calendar as cal
from broadsheet.dates.specs import TimeValue

_YEAR = re.compile(r"\d{4}(?=-Q\d|-H\d|-\d{2}$)")


def shift_years(value: TimeValue, years: int) -> TimeValue:
    """The period of the same name so many years before.

    >>> shift_years(TimeValue("DATE", "2024-02", date(2024, 2, 1), date(2024, 2, 29)), 1).value
    '2023-02'
    """
    start, end = value.start, value.end
    if start is None or end is None:
        return replace(value, value=None)
    first, last = cal.shift_months(start, -12 * years), _shift_end(end, years)
    written = f"{first}/{last}" if first != last else f"{first}"
    if _YEAR.match(value.value or ""):
        written = _YEAR.sub(lambda year: f"{int(year[0]) - years:04d}", value.value or "", count=1)
    return TimeValue(
        "DATE",
        written,
        first,
        last,
        is_relative=True,
        anchor="previous_date",
        how=f"{years} years before {value.value}",
    )


def _shift_end(end: date, years: int) -> date | None:
    """The last day of a month stays the last day of that month."""
    span = cal.month_range(end.year - years, end.month)
    if span is None:
        return None
    is_last = (cal.shift_days(end, 1) or end).month != end.month
    return span[1] if is_last else cal.shift_months(end, -12 * years)
