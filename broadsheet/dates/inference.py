"""Infers the publication day of a text without one, from weekdays that must agree with the day of the month."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from broadsheet.dates.calendar import agreeing_year, make_day, shift_days
from broadsheet.numbers.lexicon import load_words


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


def find_agreements(text: str) -> list[tuple[int, int, int, int, int]]:
    """Weekday, month, day, start and end of every weekday with a day of the month but no year."""
    lists = load_words("dates")
    found = []
    for match in _pattern().finditer(text):
        if match["year"]:
            continue
        day = int(re.sub(r"\D", "", match["day"] or match["day2"]))
        month = lists["months"][(match["month"] or match["month2"]).lower()]
        end = match.end() + (1 if match["open"] and text[match.end() : match.end() + 1] == ")" else 0)
        found.append((lists["weekdays"][match["weekday"].lower()], month, day, match.start(), end))
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
    weekday, month, day = agreements[0][:3]
    for year in range(latest.year, max(latest.year - 41, 1), -1):
        days = [make_day(year, month, day) for _, month, day, _, _ in agreements]
        fits = [
            found
            for found, item in zip(days, agreements, strict=True)
            if found and found.isoweekday() == item[0] and found <= latest
        ]
        if not fits or (
            len(fits) < len(agreements)
            and agreeing_year(month, day, weekday, latest) is not None
            and fits[0] != days[0]
        ):
            continue
        last = max(fits)
        place = agreements[days.index(last)]
        following = shift_days(last, 1)
        if following is not None:
            return min(following, latest), text[place[3] : place[4]]
    return None
