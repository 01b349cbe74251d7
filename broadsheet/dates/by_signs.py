"""Dates of a language that has no grammar of dates here: what its signs show, and the words of its list.

Belongs here: ISO dates, dates by figures in the order of the language, dates with the name of a month, times of day
(all by CLDR), and the days, weekdays, years and periods of `basics.toml`. Where a day cannot be told for sure,
`start_on` is null; a word that is in no list gives no row.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.basics import DateBasics, load_basics
from broadsheet.cldr import Signs, load_signs
from broadsheet.dates.calendar import make_day, month_range
from broadsheet.dates.sign_patterns import SignPatterns, compile_patterns
from broadsheet.ids import hash_id
from broadsheet.records import DateExpression

_FARTHEST_DAYS = 122
_CLOCK = re.compile(r"(?<![\d:.,])([01]?\d|2[0-3]):([0-5]\d)(?![\d:]|[. \u00a0]\d{3})")
_YEARS = range(1000, 2200)

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class _Found:
    """One expression: half-open span, TIMEX3 type and value, first and last day, and how it was read."""

    start_char: int
    end_char: int
    timex_type: str
    value: str | None
    rule: str
    start_on: date | None = None
    end_on: date | None = None
    is_relative: bool = False
    confidence: float | None = None


def find_dates_by_signs(analysed: AnalysedArticle) -> list[DateExpression]:
    """Time expressions of an article's parts, in order of place."""
    article = analysed.article
    published = article.published_on or (article.published_at.date() if article.published_at else None)
    rows = []
    for part in analysed.parts:
        for found in _find(part.text, article.language, article.country_code, published):
            rows.append(_make_row(part, found))
    return rows


def _find(text: str, language: str, country: str | None, published: date | None) -> list[_Found]:
    """Expressions that do not overlap, in order; of two that begin at one place the longer."""
    patterns = compile_patterns(language, country)
    basics, signs = load_basics(language).dates, load_signs(language, country)
    found = list(_find_by_signs(text, patterns, signs, published))
    found.extend(_find_by_words(text, patterns, basics, signs, published))
    found.sort(key=lambda item: (item.start_char, -item.end_char))
    kept: list[_Found] = []
    for item in found:
        if not kept or item.start_char >= kept[-1].end_char:
            kept.append(item)
    return kept


def _find_by_signs(text: str, patterns: SignPatterns, signs: Signs | None, published: date | None) -> Iterator[_Found]:
    months = signs.months if signs else {}
    for rule, pattern in patterns.by_signs:
        for match in pattern.finditer(text):
            found = _read_date(match, rule, months, published)
            if found is not None:
                yield found
    for match in _CLOCK.finditer(text):
        yield _Found(match.start(), match.end(), "TIME", f"T{int(match[1]):02}:{match[2]}", "clock")
    if patterns.clock_word is not None:
        for match in patterns.clock_word.finditer(text):
            yield _Found(
                match.start(), match.end(), "TIME", f"T{int(match[1]):02}" + f":{match[2]}" * bool(match[2]), "clock"
            )


def _read_date(match: re.Match[str], rule: str, months: Mapping[str, int], published: date | None) -> _Found | None:
    groups = match.groupdict()
    written = groups["month"].lower().removesuffix(".")
    # 0: letters that are equal by ignoring case alone, such as the Turkish İ, are in no table.
    month = int(written) if written.isdigit() else months.get(written) or months.get(f"{written}.", 0)
    day = int(groups["day"]) if groups.get("day") else None
    year = int(groups["year"]) if groups.get("year") else None
    if not 1 <= month <= 12 or (year is not None and year not in _YEARS):
        return None
    if day is None:
        return _make_month(match, rule, year, month)
    if year is None:
        return _make_day_of_year(match, rule, month, day, published)
    found = make_day(year, month, day)
    if found is None:
        return None
    return _Found(match.start(), match.end(), "DATE", found.isoformat(), rule, found, found)


def _make_month(match: re.Match[str], rule: str, year: int | None, month: int) -> _Found | None:
    span = month_range(year, month) if year is not None else None
    if span is None:
        return None
    return _Found(match.start(), match.end(), "DATE", f"{year}-{month:02}", rule, *span)


def _make_day_of_year(match: re.Match[str], rule: str, month: int, day: int, published: date | None) -> _Found | None:
    """A day without a year: that of the year in which it lies near the publication; open where it does in none.

    Without a word for past and future a day half a year away may be of either year.
    """
    if make_day(2024, month, day) is None:
        return None
    near: dict[int, date] = {}
    for year in range(published.year - 1, published.year + 2) if published else ():
        if published is not None and (found := make_day(year, month, day)) is not None:
            near[abs((found - published).days)] = found
    nearest = near[min(near)] if near and min(near) <= _FARTHEST_DAYS else None
    value = nearest.isoformat() if nearest else f"XXXX-{month:02}-{day:02}"
    return _Found(match.start(), match.end(), "DATE", value, rule, nearest, nearest, is_relative=True)


def _find_by_words(
    text: str, patterns: SignPatterns, basics: DateBasics, signs: Signs | None, published: date | None
) -> Iterator[_Found]:
    for match in patterns.year.finditer(text) if patterns.year else ():
        year = int(match["year"])
        start, end = match.span("year")
        yield _Found(start, end, "DATE", str(year), "listed_year", date(year, 1, 1), date(year, 12, 31))
    for match in patterns.day.finditer(text) if patterns.day else ():
        yield _shift_day(match, _look_up(basics.days, match[0]), published)
    if patterns.weekday is not None and signs is not None:
        for match in patterns.weekday.finditer(text):
            if match["weekday"].lower() in signs.weekdays:
                yield _read_weekday(match, basics, signs, published)
    for match in patterns.period.finditer(text) if patterns.period else ():
        unit, shift = _look_up(basics.periods, match[0])
        yield _shift_period(match, unit, shift, published)


def _look_up(listed: Mapping[str, Entry], written: str) -> Entry:
    """The entry of a word as it is listed, also where it stands with a capital at the start of a sentence."""
    return listed[written] if written in listed else listed[written[0].lower() + written[1:]]


def _shift_day(match: re.Match[str], shift: int, published: date | None) -> _Found:
    day = published + timedelta(days=shift) if published else None
    value = day.isoformat() if day else None
    return _Found(match.start(), match.end(), "DATE", value, "listed_day", day, day, is_relative=True)


def _read_weekday(match: re.Match[str], basics: DateBasics, signs: Signs, published: date | None) -> _Found:
    """A weekday; which one only where a word says "last" or "next"."""
    number = signs.weekdays[match["weekday"].lower()]
    before = (match["before"] or "").strip().lower()
    day = None
    if published and before in basics.last:
        day = published - timedelta(days=(published.weekday() - number - 1) % 7 + 1)
    elif published and before in basics.next:
        day = published + timedelta(days=(number - published.weekday() - 1) % 7 + 1)
    value = day.isoformat() if day else f"XXXX-WXX-{number + 1}"
    return _Found(match.start(), match.end(), "DATE", value, "listed_weekday", day, day, is_relative=True)


def _shift_period(match: re.Match[str], unit: str, shift: int, published: date | None) -> _Found:
    span = _find_period(unit, shift, published) if published else None
    first, last, value = span or (None, None, None)
    return _Found(match.start(), match.end(), "DATE", value, "listed_period", first, last, is_relative=True)


def _find_period(unit: str, shift: int, published: date) -> tuple[date, date, str]:
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=shift)
        year, week, _ = monday.isocalendar()
        return monday, monday + timedelta(days=6), f"{year}-W{week:02}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + shift
        first = date(months // 12, months % 12 + 1, 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return first, last, f"{first:%Y-%m}"
    year = published.year + shift
    return date(year, 1, 1), date(year, 12, 31), str(year)


def _make_row(part: TextPart, found: _Found) -> DateExpression:
    evidence = part.cite(found.start_char, found.end_char)
    return DateExpression(
        evidence=evidence,
        date_id=hash_id(part.article_version_id, "date", part.is_headline, found.start_char, found.end_char),
        timex_type=found.timex_type,
        value=found.value,
        rule=found.rule,
        start_on=found.start_on,
        end_on=found.end_on,
        is_relative=found.is_relative,
        anchor="published" if found.is_relative and found.start_on else None,
        how="nearest to the publication" if found.rule == "day_by_name" and found.start_on else None,
    )
