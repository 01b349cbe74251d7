"""Dates of a language that has no grammar of dates here: what its signs show, and the words of its list.

Belongs here: ISO dates, dates by figures in the order of the language, dates with the name of a month, times of day
(all by CLDR), and the days, weekdays, years and periods of `basics.toml`. Where a day cannot be told for sure,
`start_on` is null; a word that is in no list gives no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.basics import DateBasics, load_basics
from broadsheet.cldr import DatePattern, Signs, load_signs
from broadsheet.ids import hash_id
from broadsheet.records import DateExpression

_WORD_END = r"(?!\w)"
# Scripts without spaces put words right beside figures, so only Latin letters and figures bar a date.
_NO_LATIN_BEFORE, _NO_LATIN_AFTER = r"(?<![A-Za-zÀ-ɏ\d])(?<!\d[./-])", r"(?![A-Za-zÀ-ɏ\d])(?![./-][\w])"
_ISO = re.compile(rf"{_NO_LATIN_BEFORE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?=T\d|{_NO_LATIN_AFTER})")
_CLOCK = re.compile(r"(?<![\d:.,])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_FIELD_PATTERNS = {"day": r"(?P<day>\d{1,2})(?:er|º|ª|°)?", "year": r"(?P<year>\d{4})"}
_MONTH_NUMBER = r"(?P<month>\d{1,2})"
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


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Compiled patterns of one language, the fuller before the shorter: rule to pattern."""

    by_signs: tuple[tuple[str, re.Pattern[str]], ...]
    clock_word: re.Pattern[str] | None
    year: re.Pattern[str] | None
    weekday: re.Pattern[str] | None
    day: re.Pattern[str] | None
    period: re.Pattern[str] | None


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
    patterns = _compile(language, country)
    basics, signs = load_basics(language).dates, load_signs(language, country)
    found = list(_find_by_signs(text, patterns, signs, published))
    found.extend(_find_by_words(text, patterns, basics, signs, published))
    found.sort(key=lambda item: (item.start_char, -item.end_char))
    kept: list[_Found] = []
    for item in found:
        if not kept or item.start_char >= kept[-1].end_char:
            kept.append(item)
    return kept


def _find_by_signs(text: str, patterns: _Patterns, signs: Signs | None, published: date | None) -> Iterator[_Found]:
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
    month = int(written) if written.isdigit() else months.get(written) or months[f"{written}."]
    day = int(groups["day"]) if groups.get("day") else None
    year = int(groups["year"]) if groups.get("year") else None
    if not 1 <= month <= 12 or (year is not None and year not in _YEARS):
        return None
    if day is None:
        return _make_month(match, rule, year, month)
    if year is None:
        return _make_day_of_year(match, rule, month, day, published)
    found = make_date(year, month, day)
    if found is None:
        return None
    return _Found(match.start(), match.end(), "DATE", found.isoformat(), rule, found, found)


def _make_month(match: re.Match[str], rule: str, year: int | None, month: int) -> _Found | None:
    if year is None:
        return None
    first = date(year, month, 1)
    return _Found(match.start(), match.end(), "DATE", f"{year}-{month:02}", rule, first, _end_of_month(first))


def _make_day_of_year(match: re.Match[str], rule: str, month: int, day: int, published: date | None) -> _Found | None:
    """A day without a year: that of the year in which it lies nearest to the publication."""
    if make_date(2024, month, day) is None:
        return None
    years = (published.year + shift for shift in (-1, 0, 1)) if published else ()
    near = [found for year in years if (found := make_date(year, month, day))]
    nearest = min(near, key=lambda found: abs((found - published).days), default=None) if published else None
    value = nearest.isoformat() if nearest else f"XXXX-{month:02}-{day:02}"
    return _Found(match.start(), match.end(), "DATE", value, rule, nearest, nearest, is_relative=True)


def _find_by_words(
    text: str, patterns: _Patterns, basics: DateBasics, signs: Signs | None, published: date | None
) -> Iterator[_Found]:
    for match in patterns.year.finditer(text) if patterns.year else ():
        year = int(match["year"])
        start, end = match.span("year")
        yield _Found(start, end, "DATE", str(year), "listed_year", date(year, 1, 1), date(year, 12, 31))
    for match in patterns.day.finditer(text) if patterns.day else ():
        yield _shift_day(match, _look_up(basics.days, match[0]), published)
    if patterns.weekday is not None and signs is not None:
        for match in patterns.weekday.finditer(text):
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
        return first, _end_of_month(first), f"{first:%Y-%m}"
    year = published.year + shift
    return date(year, 1, 1), date(year, 12, 31), str(year)


def _end_of_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def make_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _compile(language: str, country: str | None) -> _Patterns:
    signs, basics = load_signs(language, country), load_basics(language)
    dates, clock = basics.dates, basics.numbers.clock
    weekdays = _any_of(sorted(signs.weekdays)) if signs and (dates.last or dates.next) else ""
    return _Patterns(
        by_signs=(("iso_date", _ISO), *(_compile_dates(signs) if signs else ())),
        clock_word=re.compile(rf"(?<![\d:.,])([01]?\d|2[0-4])(?:[.:]([0-5]\d))?[  ]?(?:{_any_of(clock)}){_WORD_END}")
        if clock
        else None,
        year=_word_pattern(dates.year_before, r"[  ](?P<year>(?:1[5-9]|20)\d\d)(?![\w.,]?\d|[  ]?[%€$])"),
        weekday=re.compile(
            rf"(?<!\w)(?P<before>(?i:{_any_of((*dates.last, *dates.next))}) )?(?P<weekday>(?i:{weekdays})){_WORD_END}"
        )
        if weekdays
        else None,
        day=_word_pattern(tuple(dates.days), _WORD_END),
        period=_word_pattern(tuple(dates.periods), _WORD_END),
    )


def _word_pattern(words: Sequence[str], after: str) -> re.Pattern[str] | None:
    if not words:
        return None
    capitalised = [word[0].upper() + word[1:] for word in words]
    return re.compile(rf"(?<!\w)(?:{_any_of(tuple(dict.fromkeys([*words, *capitalised])))}){after}")


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _compile_dates(signs: Signs) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns of full dates, days of a month, months of a year, as the language orders them."""
    listed = "|".join(
        re.escape(name.removesuffix(".")) + r"\.?" * name.endswith(".")
        for name in sorted(signs.months, key=len, reverse=True)
    )
    names = f"(?P<month>(?i:{listed}))"
    if signs.long_date is not None:
        month = names if signs.long_date.has_month_name else _MONTH_NUMBER
        for rule, left_out in (("date_by_name", ""), ("day_by_name", "year"), ("month_by_name", "day")):
            pattern = _write_pattern(signs.long_date, month, left_out)
            yield rule, re.compile(_NO_LATIN_BEFORE + pattern + _NO_LATIN_AFTER)
    if signs.short_date is not None and not signs.short_date.has_month_name:
        pattern = _write_pattern(signs.short_date, _MONTH_NUMBER, "")
        yield "date_by_figures", re.compile(_NO_LATIN_BEFORE + pattern + _NO_LATIN_AFTER)


def _write_pattern(pattern: DatePattern, month: str, left_out: str) -> str:
    """A pattern of the fields in order. The literal after a field belongs to it and goes with it: `3月11日`, `d. MMMM`.

    At the end stands only a literal that is joined to its field; one set apart ("г.") may be missing.
    """
    kept = [
        (field, after.strip("\u200f\u200e"))
        for (_, field), (after, _) in zip(pattern.fields, pattern.fields[1:], strict=False)
        if field != left_out
    ]
    is_whole_end = pattern.fields[-2][1] != left_out
    written = ""
    for place, (field, after) in enumerate(kept):
        written += month if field == "month" else _FIELD_PATTERNS[field]
        if place < len(kept) - 1:
            written += _write_literal(after)
        elif after and after[0].isalpha():
            written += re.escape(after)
        elif after and is_whole_end:
            written += rf"(?:{_write_literal(after)})?"
    return written


def _write_literal(literal: str) -> str:
    """A literal as a pattern; spaces may be of any kind, also after the points of figures ("3. 3. 2026")."""
    parts = []
    for piece in re.findall(r"\s+|\.|[^\s.]+", literal):
        if piece.isspace():
            parts.append(r"[\s]{1,2}")
        elif piece == ".":
            parts.append(r"\.[  ]?" if literal == "." else r"\.")
        else:
            parts.append(rf"[\u200f\u200e]?{re.escape(piece)}")
    return "".join(parts)


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
