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
_EPOCH_SECONDS = re.compile(r"\d{9,13}(?:\.\d+)?")
# Epoch values from here on count milliseconds: as seconds they would lie after the year 5000.
_FIRST_MILLISECONDS = 1e11


def parse_captured_at(value: object) -> datetime | None:
    """The UTC time that `value` names, or None where it cannot be read for sure.

    Read are ISO 8601 dates and times (`T` or a blank between, with or without zone; none means UTC; fractions are cut
    to microseconds; a month alone is its first day, as WARC/1.1 allows), `YYYYMMDDhhmmss` as archives write it, and
    epoch seconds or milliseconds as number or digits.

    >>> parse_captured_at("2024-05-01 23:30:00-02:00").isoformat()
    '2024-05-02T01:30:00+00:00'
    >>> parse_captured_at(1714562000).isoformat()
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
        found = _read_fields(text) or _read_epoch(text)
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
    fields = match.groupdict()
    second = min(int(fields.get("second") or 0), 59)  # a leap second is written :60
    found = datetime(
        int(fields["year"]), int(fields["month"]), int(fields.get("day") or 1),
        int(fields.get("hour") or 0), int(fields.get("minute") or 0), second,
        int((fields.get("fraction") or "0")[:6].ljust(6, "0")), tzinfo=UTC,
    )  # fmt: skip
    zone = fields.get("zone") or "Z"
    if zone[0] not in "+-":
        return found
    hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
    if hours > 15 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return found - ahead if zone[0] == "+" else found + ahead


def _read_epoch(text: str) -> datetime | None:
    if not _EPOCH_SECONDS.fullmatch(text):
        return None
    seconds = float(text)
    return _EPOCH + timedelta(seconds=seconds / 1000 if seconds >= _FIRST_MILLISECONDS else seconds)
