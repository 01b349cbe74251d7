"""Capture times: the forms that crawlers and people write them in.

Only the time of receipt is read here. Publication dates belong to broadsheet.extract and broadsheet.dates.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

# The web began in 1990; a time outside these years is a broken field, and would make a partition of its own.
FIRST_YEAR, LAST_YEAR = 1990, 2099
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[Tt ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,12}))?)?"
    r" ?(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?)?"
)
_WAYBACK = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
# The three forms of HTTP (RFC 9110, 5.6.7), which mail shares: RFC 1123 (and 5322), RFC 850, asctime.
_NAMED_MONTH = re.compile(
    r"(?:[A-Za-z]{3,9},? +)?(?P<day>\d{1,2})[ -](?P<month>[A-Za-z]{3})[a-z]{0,6}[ -](?P<year>\d{4}|\d{2}),? +"
    + _CLOCK + r"(?: +(?P<zone>[A-Za-z]{1,4}|[+-]\d{4}))?(?: +\([^()]*\))?"
)  # fmt: skip
_ASCTIME = re.compile(rf"[A-Za-z]{{3}} +(?P<month>[A-Za-z]{{3}}) +(?P<day>\d{{1,2}}) +{_CLOCK} +(?P<year>\d{{4}})")
# The zones by letters that mail knows (RFC 5322, 4.3); any other letters say nothing for sure.
_ZONES = {
    "": 0, "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
_EPOCH_SECONDS = re.compile(r"\d{9,13}(?:\.\d+)?")
# Epoch values from here on count milliseconds: as seconds they would lie after the year 5000.
_FIRST_MILLISECONDS = 1e11


def parse_captured_at(value: object) -> datetime | None:
    """The UTC time that `value` names, or None where it cannot be read for sure.

    Read are ISO 8601 dates and times (`T` or a blank between, with or without zone; none means UTC; fractions are cut
    to microseconds; a month alone is its first day, as WARC/1.1 allows), `YYYYMMDDhhmmss` as archives write it, the
    dates of HTTP and mail, and epoch seconds or milliseconds as number or digits.

    >>> parse_captured_at("2024-05-01 23:30:00-02:00").isoformat()
    '2024-05-02T01:30:00+00:00'
    >>> parse_captured_at(1714562000).isoformat()
    '2024-05-01T11:13:20+00:00'
    >>> parse_captured_at("Wed, 01 May 2024 11:13:20 GMT").isoformat()
    '2024-05-01T11:13:20+00:00'
    >>> parse_captured_at("yesterday") is None
    True
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        value = repr(value)
    if not isinstance(value, str):
        return None
    text = value.strip()[:64]
    if not text.isascii():
        return None
    try:
        found = _read_fields(text) or _read_named_month(text) or _read_epoch(text)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and FIRST_YEAR <= found.year <= LAST_YEAR else None


def from_file_time(nanoseconds: int) -> datetime:
    """A file's time as UTC, cut to microseconds; 1970-01-01 where the file system gives one that no calendar holds."""
    try:
        return _EPOCH + timedelta(microseconds=nanoseconds // 1000)
    except OverflowError:
        return _EPOCH


def _read_fields(text: str) -> datetime | None:
    match = _ISO.fullmatch(text) or _WAYBACK.fullmatch(text)
    if match is None:
        return None
    fields = {name: written or "" for name, written in match.groupdict().items()}
    second = min(int(fields.get("second") or 0), 59)  # a leap second is written :60
    found = datetime(
        int(fields["year"]), int(fields["month"]), int(fields.get("day") or 1),
        int(fields.get("hour") or 0), int(fields.get("minute") or 0), second,
        int(fields.get("fraction", "")[:6].ljust(6, "0")), tzinfo=UTC,
    )  # fmt: skip
    return _to_utc(found, fields.get("zone") or "Z")


def _to_utc(local: datetime, zone: str) -> datetime | None:
    """A time with the offset "+05:30" as UTC; other zones count as UTC. None for an offset that no place has."""
    if zone[0] not in "+-":
        return local
    hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
    if hours > 15 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return local - ahead if zone[0] == "+" else local + ahead


def _read_named_month(text: str) -> datetime | None:
    match = _NAMED_MONTH.fullmatch(text) or _ASCTIME.fullmatch(text)
    if match is None or match["month"].lower() not in _MONTHS:
        return None
    fields = match.groupdict()
    year = int(fields["year"])
    if len(fields["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    found = datetime(
        year, _MONTHS.index(fields["month"].lower()) + 1, int(fields["day"]),
        int(fields["hour"]), int(fields["minute"]), min(int(fields["second"] or 0), 59), tzinfo=UTC,
    )  # fmt: skip
    zone = (fields.get("zone") or "").lower()
    if zone[:1] in ("+", "-"):
        ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
        return found - ahead if zone[0] == "+" else found + ahead
    return found - timedelta(hours=_ZONES[zone]) if zone in _ZONES else None


def _read_epoch(text: str) -> datetime | None:
    if not _EPOCH_SECONDS.fullmatch(text):
        return None
    seconds = float(text)
    return _EPOCH + timedelta(seconds=seconds / 1000 if seconds >= _FIRST_MILLISECONDS else seconds)
