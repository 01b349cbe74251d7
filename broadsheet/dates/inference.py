"""Infers the publication day of a text without one, from weekdays that must agree with the day of the month."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from broadsheet.dates.calendar import agreeing_year, make_day, shift_days
from broadsheet.numbers.lexicon import load_words

# Older pages are not looked for: in some forty years each weekday meets each day five times.
_YEARS_BACK = 41


@cache
def _pattern() -> re.Pattern[str]:
    lists = load_words("dates")
    weekdays = "|".join(sorted(lists["weekdays"], key=len, reverse=True))
    months = "|".join(sorted(lists["months"], key=len, reverse=True))
    day = r"(?:the\s)?\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        rf"\b(?P<weekday>{weekdays})\.?,?\s?(?P<open>\()?(?:(?P<month>{months})\.?\s(?P<day>{day})|(?P<day2>{day})\s(?:of\s)?(?P<month2>{months}))\b"
        r"(?P<year>,?\s(?:of\s)?\d{4})?",
        re.IGNORECASE,
    )


class Agreement(NamedTuple):
    """A weekday with a day of the month but no year, and where both stand in the text."""

    weekday: int
    month: int
    day: int
    start_char: int
    end_char: int


def find_agreements(text: str) -> list[Agreement]:
    """Every weekday with a day of the month but no year, in order."""
    lists = load_words("dates")
    found = []
    for match in _pattern().finditer(text):
        if match["year"]:
            continue
        day = int(re.sub(r"\D", "", match["day"] or match["day2"]))
        month = lists["months"][(match["month"] or match["month2"]).lower()]
        end = match.end() + (1 if match["open"] and text[match.end() : match.end() + 1] == ")" else 0)
        found.append(Agreement(lists["weekdays"][match["weekday"].lower()], month, day, match.start(), end))
    return found


def infer_publication_day(text: str, captured_at: datetime | date | None) -> tuple[date, str] | None:
    """The inferred publication day of a text, with the words that imply it.

    The year is the last one before capture in which every weekday in the text agrees with its day: weekdays repeat
    after five, six or eleven years. The text mentions that day, so it was published then or, as assumed here, the day
    after. None without captured_at, without such words, or if no year fits them all.

    >>> infer_publication_day("It said on Monday (July 11) that it would.", date(2026, 11, 22))
    (datetime.date(2022, 7, 12), 'Monday (July 11)')
    """
    if captured_at is None:
        return None
    latest = captured_at.date() if isinstance(captured_at, datetime) else captured_at
    agreements = find_agreements(text)
    if not agreements:
        return None
    for year in range(latest.year, max(latest.year - _YEARS_BACK, 1), -1):
        found = _find_last_day(agreements, year, latest)
        following = shift_days(found[0], 1) if found else None
        if found and following is not None:
            return min(following, latest), text[found[1].start_char : found[1].end_char]
    return None


def _find_last_day(agreements: list[Agreement], year: int, latest: date) -> tuple[date, Agreement] | None:
    """The last day that is its weekday in a year, with its words; None where the year does not fit.

    A year fits where all do, or the first one: the others may be of other years, unless no year fits the first at all.
    """
    days = [(make_day(year, agreement.month, agreement.day), agreement) for agreement in agreements]
    fits = [
        (day, agreement) for day, agreement in days if day and day.isoweekday() == agreement.weekday and day <= latest
    ]
    if not fits:
        return None
    first = agreements[0]
    has_first = fits[0][0] == days[0][0]
    if len(fits) < len(agreements) and not has_first and agreeing_year(first.month, first.day, first.weekday, latest):
        return None
    last = max(day for day, _ in fits)
    return last, next(agreement for day, agreement in days if day == last)
