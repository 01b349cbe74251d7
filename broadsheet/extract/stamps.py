"""Parses written dates and times: ISO 8601, RFC 2822, epochs, digits, and days with month names.

Belongs here: parsing one timestamp as machines and bylines write it. Time expressions in running text belong to
broadsheet.dates. An ambiguous date ("03/04/2024" on a page of unknown country) is not read.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files

from broadsheet.errors import FaultError

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)"
    r"(?:[T_ ]+(\d{1,2}):?(\d{2})(?::?(\d{1,2})(?:[.,:]\d+)?)?\s*"
    r"(Z|UTC|GMT|[A-Z]{3,4}\b|[+-]\d{1,2}:?\d{2}|[+-]\d{2}\b)?)?",
    re.IGNORECASE,
)
_ISO_JOINED = re.compile(r"(\d{4})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?\b")
_MONTH_ONLY = re.compile(r"(\d{4})-(\d{2})\s*$")
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3}|\.\d+)?\s*$")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?[./年년-]\s?(\d{1,2})\s?[./月월-]\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d{2})(?!\d)")
# Letters and the marks inside words of other scripts. No character may match two ways, or a long Thai word takes
# exponential time.
_WORD = r"([^\W\d_](?:[^\W\d_]|(?!\w)[\u0300-\u036f\u0900-\u0e4e'’])*+)"
_DAY_NAME_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s,./-]{{0,2}}(?:of |de |d')?"
    rf"{_WORD}\.?[\s,./-]{{0,2}}(?:de |del )?((?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_NAME_DAY_YEAR = re.compile(
    rf"{_WORD}\.?\s{{0,2}}(\d{{1,2}})(?:st|nd|rd|th)?[\s,.]{{1,3}}((?:19|20)\d{{2}})(?!\d)", re.IGNORECASE
)
_YEAR_NAME_DAY = re.compile(rf"(?<!\d)((?:19|20)\d{{2}})\.?\s(?:m\.\s)?{_WORD}\.?\s(\d{{1,2}})(?!\d)", re.IGNORECASE)
_CTIME = re.compile(
    rf"{_WORD}\s+(\d{{1,2}})\s+(\d{{1,2}}:\d{{2}}:\d{{2}}\s+[A-Z+-][A-Z\d:]*)\s+((?:19|20)\d{{2}})\b", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:[:.h时시点](\d{2})(?:[:.](\d{2}))?(?!\.?\d)|(?=\s?[ap]\.?m\b))\s?([ap]\.?m\b\.?)?"
    r"(?:\s?\(?(UTC|GMT|Z\b|[A-Z]{2,4}T|MEZ|MESZ|CEST|MSK|BST)?\s?([+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_NAMED_FORMS = ((_DAY_NAME_YEAR, 1, 2, 3), (_NAME_DAY_YEAR, 2, 1, 3), (_YEAR_NAME_DAY, 3, 2, 1))
# Hours from UTC of the zone names that bylines use; names shared by several zones (CST, IST) as in US and Indian pages.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2,
    "sast": 2, "eest": 3, "msk": 3, "eat": 3, "pkt": 5, "ist": 5.5, "wib": 7, "sgt": 8, "hkt": 8, "awst": 8,
    "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "adt": -3,
    "ast": -4, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
}  # fmt: skip
_FEWEST_YEAR, _MOST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Stamp:
    """A value in UTC, the day in its own zone, the precision (time, day or month) and whether the zone is known."""

    value_at: datetime
    value_on: date
    precision: str
    is_tz_known: bool


def parse_stamp(raw: str, *, month_first: bool | None = None, language: str | None = None) -> Stamp | None:
    """Read the first date of a stamp, or None.

    month_first: the order of day and month on this page; if unknown (None), only unambiguous dates in digits are read.
    language: whose month names are tried first where languages differ.

    >>> parse_stamp("2024-05-03T23:30:00-02:00")
    Stamp(value_at=datetime.datetime(2024, 5, 4, 1, 30, tzinfo=datetime.timezone.utc), \
value_on=datetime.date(2024, 5, 3), precision='time', is_tz_known=True)
    >>> parse_stamp("Fri, 3 May 2024").value_on, parse_stamp("03/04/2024")
    (datetime.date(2024, 5, 3), None)
    """
    text = raw.strip()[:160]
    epoch = _EPOCH.match(text)
    if epoch:
        value = datetime.fromtimestamp(int(epoch[1]), tz=UTC)
        return Stamp(value, value.date(), "time", True)
    try:
        return _parse_iso(text) or _parse_written(text, month_first, language)
    except (ValueError, OverflowError):
        return None


def _parse_iso(text: str) -> Stamp | None:
    found = _ISO.match(text) or _ISO_JOINED.match(text)
    if not found:
        month = _MONTH_ONLY.match(text)
        if not month:
            return None
        value = date(int(month[1]), int(month[2]), 1)
        return _make(value, None, None, "month")
    year, month_text, day, hour, minute, second, zone = found.groups()
    value = date(int(year), int(month_text), int(day))
    if hour is None:
        return _make(value, None, None, "day")
    return _make(value, (int(hour), int(minute), int(second or 0)), _read_zone(zone), "time")


def _parse_written(text: str, month_first: bool | None, language: str | None) -> Stamp | None:
    text = _CTIME.sub(r"\1 \2 \4 \3", text)
    found = _find_day(text, month_first, language)
    if found is None:
        return None
    value, start, end = found
    clock = _find_clock(text[end : end + 40]) or _find_clock(text[max(0, start - 24) : start])
    if clock is None:
        return _make(value, None, None, "day")
    return _make(value, clock[0], clock[1], "time")


def _find_day(text: str, month_first: bool | None, language: str | None) -> tuple[date, int, int] | None:
    year_first = _YEAR_FIRST.search(text)
    if year_first:
        year, month, day = (int(part) for part in year_first.groups())
        return date(year, month, day), year_first.start(), year_first.end()
    year_last = _YEAR_LAST.search(text)
    if year_last:
        first, second, year = int(year_last[1]), int(year_last[3]), int(year_last[4])
        ordered = _order_day_and_month(first, second, False if year_last[2] == "." else month_first)
        return (date(year, ordered[1], ordered[0]), year_last.start(), year_last.end()) if ordered else None
    for pattern, day_group, name_group, year_group in _NAMED_FORMS:
        for named in pattern.finditer(text):
            number = read_month_name(named[name_group], language)
            if number:
                return date(int(named[year_group]), number, int(named[day_group])), named.start(), named.end()
    return None


def _order_day_and_month(first: int, second: int, month_first: bool | None) -> tuple[int, int] | None:
    """(day, month) of two numbers; None if both orders are possible and the page's is unknown."""
    if first > 12:
        return first, second
    if second > 12 or month_first:
        return second, first
    return None if month_first is None and first != second else (first, second)


def _find_clock(text: str) -> tuple[tuple[int, int, int], tzinfo | None] | None:
    found = _CLOCK.search(text)
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    half = (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return (hour, minute, second), _read_zone(found[6] or found[5])


def _read_zone(zone: str | None) -> tzinfo | None:
    if not zone:
        return None
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-offset if zone[0] == "-" else offset)
    hours_east = _ZONES.get(zone.lower())
    return None if hours_east is None else timezone(timedelta(hours=hours_east))


def _make(value: date, clock: tuple[int, int, int] | None, zone: tzinfo | None, precision: str) -> Stamp | None:
    if not _FEWEST_YEAR <= value.year <= _MOST_YEAR:
        return None
    local = datetime(value.year, value.month, value.day, *(clock or (0, 0, 0)), tzinfo=zone or UTC)
    return Stamp(local.astimezone(UTC), value, precision, zone is not None)


def read_month_name(word: str, language: str | None = None) -> int | None:
    """1 to 12 for a month name or short form, in the given language first; None for any other word.

    >>> read_month_name("März"), read_month_name("May"), read_month_name("Maybe")
    (3, 5, None)
    """
    folded = word.lower().rstrip(".")
    names = _month_names()
    return names.get(language or "", {}).get(folded) or names[""].get(folded)


def list_month_names() -> frozenset[str]:
    """Names and short forms of months in all languages, in lower case."""
    return frozenset(name for table in _month_names().values() for name in table if len(name) >= 3)


@cache
def _month_names() -> dict[str, dict[str, int]]:
    """Month by name by language; under "" the names of all languages that agree on them, English first."""
    try:
        raw = tomllib.loads(files("broadsheet").joinpath("lang", "months.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FaultError(f"The word list lang/months.toml cannot be read: {error!r}.") from error
    tables = {
        language: {name: number for number, written in enumerate(rows, start=1) for name in written.split("|")}
        for language, rows in raw.items()
    }
    shared: dict[str, int] = dict(tables["en"])
    clashing: set[str] = set()
    for table in tables.values():
        for name, number in table.items():
            if shared.setdefault(name, number) != number and name not in tables["en"]:
                clashing.add(name)
    return {**tables, "": {name: number for name, number in shared.items() if name not in clashing}}
