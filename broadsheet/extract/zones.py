"""The publication day in the local time zone of the source, for pages whose timestamp is in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytz  # type: ignore[import-untyped]

from broadsheet.extract.records import ArticleDate

# A stamp in UTC may belong to the day before in the Americas until 9 h, and to the next day in East Asia and the
# Pacific from 12 h on; used only where the address does not show the country.
_IN_UTC = re.compile(r"(?:Z|UTC|GMT|[+-]00:?00|^\s*\d{10,13})\s*$", re.IGNORECASE)
_WEST_UNTIL_HOUR, _EAST_FROM_HOUR = 9, 12


def find_local_day(chosen: ArticleDate, others: Iterable[ArticleDate], url: str | None) -> date | None:
    """Publication day in the source's time zone: that of the chosen stamp, or an adjacent day if the page shows that.

    Only a stamp in UTC can move. The adjacent day needs evidence: the address, a visible stamp, or the same time given
    with an offset. The country alone is not enough: sites that really publish on UTC days are as frequent as others
    (fundus: 3 of 183 days would move, the gold moves none of them).
    """
    at, day = chosen.value_at, chosen.value_on
    if at is None or day is None or not _is_in_utc(chosen) or (at.hour, at.minute) == (0, 0):
        return day
    possible = _possible_days(at, url) - {day}
    return next((other.value_on for other in others if other.value_on in possible and _shows_day(other, at)), day)


def _is_in_utc(chosen: ArticleDate) -> bool:
    return chosen.precision == "time" and chosen.is_tz_known and bool(_IN_UTC.search(chosen.raw_value))


def _shows_day(other: ArticleDate, at: datetime) -> bool:
    """Whether a date tells the day on which readers there saw the article: printed as a day, or with an offset."""
    is_shown = other.kind in ("url", "text") or (other.kind in ("itemprop", "meta") and other.precision == "day")
    return (is_shown and other.precision != "month") or (other.is_tz_known and other.value_at == at)


def _possible_days(at: datetime, url: str | None) -> set[date]:
    """Local days that the time can fall on in the country of the address, else anywhere in the world."""
    try:
        ending = (urlsplit(url or "").hostname or "").rsplit(".", 1)[-1].upper()
    except ValueError:
        ending = ""
    names = pytz.country_timezones.get({"UK": "GB"}.get(ending, ending))
    if names:
        return {at.astimezone(pytz.timezone(name)).date() for name in names}
    days = {at.date()}
    if at.hour < _WEST_UNTIL_HOUR:
        days.add(at.date() - timedelta(days=1))
    if at.hour >= _EAST_FROM_HOUR:
        days.add(at.date() + timedelta(days=1))
    return days
