"""Whether a page writes the month or the day first in 03/04/2024.

Belongs here: the page's country, and where that is unknown what its other dates, the weekday beside a date and the day
of the capture leave possible. Parsing one date belongs to broadsheet.extract.stamps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from broadsheet.extract.page import Page

_DIGITS = re.compile(r"(?:([^\W\d_]{2,14})\.?,?\s{0,2})?(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\3((?:19|20)\d{2})(?!\d)")
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TEXT_CHARS = 20_000
_LAST_MONTH = 12


def reads_month_first(page: Page, marked: Iterable[str], text: str, now: datetime | None) -> bool | None:
    """Whether the month comes first: by the page's country, else by its dates; None where both stay possible.

    marked: raw values of what the page marks as its date. text: the article's. now: time of the capture.
    """
    label = (page.find_meta("og:locale") or page.html_label).replace("_", "-").lower()
    if label.startswith(("en-us", "es-us", "en-ph", "fil")):
        return True
    if label.startswith("en-") and len(label) == 5:
        return False
    if page.html_language not in ("en", None):
        return False
    own = [line for line in (*marked, *page.stamps, *page.date_lines) if "/" in line or "-" in line]
    return infer_order([*own, *([text[:_TEXT_CHARS]] if "/" in text else [])], own, now)


def infer_order(lines: Iterable[str], own: Iterable[str], now: datetime | None) -> bool | None:
    """Whether the dates of some lines have the month first; None where they have none, or disagree.

    own: those of the lines that date the page itself, which cannot lie after the capture.

    >>> infer_order(["Tue, 03/10/2026"], [], None), infer_order(["24/02/2026"], [], None)
    (True, False)
    >>> infer_order(["03/10/2026"], [], None) is None
    True
    """
    orders = {order for line in lines for order in _list_orders(line)}
    if not orders and now is not None:
        orders = {order for line in own for order in _list_orders(line, now.date() + timedelta(days=1))}
    return orders.pop() if len(orders) == 1 else None


def _list_orders(line: str, latest: date | None = None) -> Iterator[bool]:
    """Yield the order of each date that can have only one: by its numbers, its weekday, or the latest possible day."""
    for weekday, first, _, second, year in _DIGITS.findall(line):
        days = {
            order: made
            for order, month, day in ((True, first, second), (False, second, first))
            if (made := _make_day(int(year), int(month), int(day))) is not None
        }
        if _WEEKDAY.fullmatch(weekday):
            wanted = _WEEKDAYS.index(weekday[:3].casefold())
            days = {order: day for order, day in days.items() if day.weekday() == wanted}
        if latest is not None:
            days = {order: day for order, day in days.items() if day <= latest}
        if len(days) == 1:
            yield next(iter(days))


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if month <= _LAST_MONTH else None
    except ValueError:
        return None
