"""Reads the dates of feeds and sitemaps as times in UTC.

Belongs here: RFC 822 and its many misspellings, the W3C forms of ISO 8601, and what else `parse_stamp` reads. A value
that cannot be read for sure is None: no part of a date is filled in from today. A time without a zone counts as UTC,
as in all feed readers; one in a zone of unknown name is not read. Whether a date can be true (some systems write the
year 1 where they know none) is for the date ledger to say.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from broadsheet.extract.stamps import parse_stamp, read_month_name

_RFC822 = re.compile(
    r"(?:[^\W\d_]{2,12}\.?\s*,?\s*)?(\d{1,2})[\s-]+([^\W\d_]{3,12})\.?,?[\s-]+(\d{4}|\d{2})(?!\d)"
    r"(?:,?\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?(?:\s*(.{1,24}))?)?$",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    r"[A-Z]{3} ([A-Z]{3}) (\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})(?: ([A-Z]{3,4}))? (\d{4})$", re.IGNORECASE
)
_W3C = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})(?:[Tt ]\s?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(.{0,24}))?)?$")
_OFFSET = re.compile(r"(?:GMT|UTC|UT|Z)?\s?([+-])\s?(\d{1,2}):?(\d{2})?(?:\s?\(.*\)|\s[A-Z]{3,4})?$", re.IGNORECASE)
# Hours from UTC of the zones of RFC 822 and of those that feeds write most, as feedparser and fastfeedparser have them.
_ZONES = {
    "": 0, "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "met": 1, "cest": 2,
    "eet": 2, "eest": 3, "msk": 3, "pkt": 5, "wib": 7, "sgt": 8, "hkt": 8, "awst": 8, "jst": 9, "kst": 9,
    "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "adt": -3,
    "ast": -4, "edt": -4, "est": -5, "et": -5, "cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7, "mt": -7,
    "pdt": -7, "pst": -8, "pt": -8, "akdt": -8, "akst": -9, "hst": -10,
}  # fmt: skip
_MOST_CHARS = 120


def read_time(raw: str | None) -> datetime | None:
    """A date of a list in UTC, midnight where it gives only a day; None where it is not sure.

    >>> read_time("Thu,28 Jul 2022 4:35:5 GMT+9"), read_time("2024-02")
    (datetime.datetime(2022, 7, 27, 19, 35, 5, tzinfo=datetime.timezone.utc), None)
    >>> read_time("Sat, 31 Feb 2024 10:00:00 GMT") is None, read_time("10:30") is None
    (True, True)
    """
    text = " ".join((raw or "").split())
    if not text or len(text) > _MOST_CHARS:
        return None
    try:
        return _read(text)
    except (ValueError, OverflowError):
        return None


def _read(text: str) -> datetime | None:
    found = _W3C.match(text)
    if found:
        year, month, day, *clock = found.groups()
        return _make(int(year), int(month), int(day), clock) if day else None
    found = _RFC822.match(text)
    if found:
        day, name, year, hour, minute, second, half, zone = found.groups()
        number = read_month_name(name)
        clock = [_full_hour(hour, half), minute, second, zone]
        return _make(_full_year(year), number, int(day), clock) if number else None
    found = _ASCTIME.match(text)
    if found:
        name, day, hour, minute, second, zone, year = found.groups()
        number = read_month_name(name)
        return _make(int(year), number, int(day), [hour, minute, second, zone]) if number else None
    stamp = parse_stamp(text)
    return stamp.value_at if stamp and stamp.precision != "month" else None


def _full_year(written: str) -> int:
    """Years of two digits are those of RFC 2822 section 4.3: 00 to 49 belong to this century."""
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 50 else 1900)


def _full_hour(hour: str | None, half: str | None) -> str | None:
    """The hour of 24 of one that is given with "am" or "pm"."""
    if hour is None or half is None:
        return hour
    return str(int(hour) % 12 + (12 if half[0] in "pP" else 0))


def _make(year: int, month: int, day: int, clock: list[str | None]) -> datetime | None:
    hour, minute, second, zone = clock
    if hour is None:
        return datetime(year, month, day, tzinfo=UTC)
    offset = _read_zone((zone or "").strip())
    if offset is None:
        return None
    # Hour 24 is midnight at the day's end, second 60 a leap second.
    is_end = int(hour) == 24 and not int(minute or 0)
    value = datetime(
        year, month, day, 0 if is_end else int(hour), int(minute or 0), min(int(second or 0), 59), tzinfo=offset
    )
    return (value + timedelta(days=is_end)).astimezone(UTC)


def _read_zone(zone: str) -> timezone | None:
    hours = _ZONES.get(zone.rstrip(".").lower())
    if hours is not None:
        return timezone(timedelta(hours=hours))
    found = _OFFSET.match(zone)
    if not found:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset) if offset < timedelta(hours=15) else None
