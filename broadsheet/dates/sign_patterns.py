"""The patterns by which dates of a language without a grammar are found, made from CLDR and from its short list.

Belongs here: writing and compiling them. What a match means belongs in by_signs.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from broadsheet.basics import load_basics
from broadsheet.cldr import DatePattern, Signs, load_signs

_WORD_END = r"(?!\w)"
# Scripts without spaces put words right beside figures, so only Latin letters and figures bar a date.
_NO_LATIN_BEFORE, _NO_LATIN_AFTER = r"(?<![A-Za-zÀ-ɏ\d])(?<!\d[./-])", r"(?![A-Za-zÀ-ɏ\d])(?![./-][\w])"
_ISO = re.compile(rf"{_NO_LATIN_BEFORE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?=T\d|{_NO_LATIN_AFTER})")
_FIELD_PATTERNS = {"day": r"(?P<day>\d{1,2})(?:er|º|ª|°)?", "year": r"(?P<year>\d{4})"}
_MONTH_NUMBER = r"(?P<month>\d{1,2})"


@dataclass(frozen=True, slots=True)
class SignPatterns:
    """Compiled patterns of one language, the fuller before the shorter: rule to pattern."""

    by_signs: tuple[tuple[str, re.Pattern[str]], ...]
    clock_word: re.Pattern[str] | None
    year: re.Pattern[str] | None
    weekday: re.Pattern[str] | None
    day: re.Pattern[str] | None
    period: re.Pattern[str] | None


@cache
def compile_patterns(language: str, country: str | None) -> SignPatterns:
    """The patterns of a language, in one country where that matters."""
    signs, basics = load_signs(language, country), load_basics(language)
    dates, clock = basics.dates, basics.numbers.clock
    weekdays = _any_of(sorted(signs.weekdays)) if signs and (dates.last or dates.next) else ""
    return SignPatterns(
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
