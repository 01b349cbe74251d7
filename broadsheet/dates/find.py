"""Rows of `dates`: expressions found by the grammar, resolved against the publication day and earlier expressions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from spacy.tokens import Doc

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.dates.clause_sides import find_side
from broadsheet.dates.clause_verbs import FUTURE, PAST
from broadsheet.dates.digit_dates import MONTH_FIRST, DigitDate
from broadsheet.dates.expressions import Expression
from broadsheet.dates.false_dates import leave_out_false_dates
from broadsheet.dates.grammar import scan_expressions
from broadsheet.dates.inference import infer_publication_day
from broadsheet.dates.item_classes import Item
from broadsheet.dates.narrative import Narrative
from broadsheet.dates.periods import Between
from broadsheet.dates.reported_days import find_day_after_report
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue
from broadsheet.ids import hash_id
from broadsheet.numbers.lexicon import load_words
from broadsheet.records import ArticleText, DateExpression

# So many values are kept for words like "the same month a year ago".
_RECENT = 8
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z“\"]|\n")
# So many words before and after an expression tell its tense.
_TENSE_REACH = 12
_TENSE_REACH_AFTER = 8
_SIDES = {PAST: -1, FUTURE: 1}


def find_dates(analysed: AnalysedArticle) -> list[DateExpression]:
    """All time expressions of an article's parts, in order of position."""
    anchor = _choose_anchor(analysed.article)
    rows = []
    for part in analysed.parts:
        rows.extend(_find_in_part(part, anchor))
    return rows


def _choose_anchor(article: ArticleText) -> Anchor:
    """The publication day, else the day implied by weekdays and dates in the text."""
    captured = article.captured_at.date() if article.captured_at else None
    country = (article.country_code or "").upper()
    month_first = None if not country else country in MONTH_FIRST
    day = article.published_on or (article.published_at.date() if article.published_at else None)
    if day is not None:
        return Anchor(day, "published", captured=captured, month_first=month_first)
    inferred = infer_publication_day(article.text, article.captured_at)
    if inferred is not None:
        return Anchor(inferred[0], "weekday", captured=captured, month_first=month_first)
    return Anchor(captured=captured, month_first=month_first)


def _find_in_part(part: TextPart, anchor: Anchor) -> list[DateExpression]:
    is_headline = part.is_headline
    return [
        _make_row(part, expression, value)
        for expression, value in read_dates(part.text, anchor, part.doc, is_headline=is_headline)
    ]


def read_dates(
    text: str, anchor: Anchor, doc: Doc | None = None, *, is_headline: bool = False
) -> list[tuple[Expression, TimeValue]]:
    """Expressions of a text with their values, in order of position.

    doc: the text's analysis; with its parse the clause of a date decides its side, without it words near the date do.
    """
    scanned, items = scan_expressions(text)
    expressions = leave_out_false_dates(scanned, items, doc)
    anchor = replace(anchor, month_first=_find_order(expressions, anchor.month_first))
    found: list[tuple[Expression, TimeValue]] = []
    values: list[TimeValue] = []
    previous: date | None = None
    coarse = 1
    narrative = Narrative(text)
    for expression in expressions:
        side = find_side(doc, expression.start_char, expression.end_char, is_headline=is_headline) if doc else None
        words = _find_tense(items, expression)
        here = replace(
            anchor,
            previous=previous,
            coarse=coarse,
            side=side,
            words=words,
            recent=tuple(values[-_RECENT:]),
            here=_find_here(text, found, expression),
            tense=_SIDES.get(side or "", words),
        )
        here = replace(here, year=narrative.find_year(expression, here))
        named = _find_named_day(text, found, expression) or find_day_after_report(text, found, expression, here)
        value = named or expression.spec.resolve(here)
        narrative.tell(expression, value)
        found.append((expression, value))
        values.append(value)
        if _can_be_counted_from(value):
            previous, coarse = value.start, _measure_precision(value)
    return found


def _can_be_counted_from(value: TimeValue) -> bool:
    """Whether "that day" and "two weeks later" can mean a value: it is known, and no longer than a year."""
    if value.timex_type not in ("DATE", "TIME") or value.start is None or value.end is None:
        return False
    return (value.end - value.start).days < 366


def _measure_precision(value: TimeValue) -> int:
    """How many days long a value is, by the form in which it is written: 2024 a year, 2024-03 a month."""
    written = value.value or ""
    if len(written) in (4, 7) and written.replace("-", "").isdigit():
        return 365 if len(written) == 4 else 28
    if len(written) == 8 and "W" in written:
        return 7
    return (value.end - value.start).days + 1 if value.start and value.end else 1


def _find_order(expressions: list[Expression], known: bool | None) -> bool | None:
    """Whether the month stands first in dates of digits: as other dates of the text show it, else as `known`."""
    ends = (end for expression in expressions for end in _list_ends(expression.spec))
    specs = [spec for spec in ends if isinstance(spec, DigitDate)]
    shown = {spec.shows_month_first for spec in specs if spec.mark != "."} - {None}
    return shown.pop() if len(shown) == 1 else known


def _list_ends(spec: Spec) -> tuple[Spec, ...]:
    """Both ends of a range, else the spec alone."""
    return (spec.first, spec.last) if isinstance(spec, Between) else (spec,)


def _find_named_day(text: str, found: list[tuple[Expression, TimeValue]], expression: Expression) -> TimeValue | None:
    """ "today (Monday)", "yesterday, Monday,": the day before the weekday, where it is one."""
    spec = expression.spec
    if not found or not isinstance(spec, CalendarDay) or spec.weekday is None or spec.day or spec.direction:
        return None
    earlier, value = found[-1]
    is_beside = text[earlier.end_char : expression.start_char] in (" (", ", ") and earlier.rule == "relative_day"
    if not is_beside or value.start is None or value.start.isoweekday() != spec.weekday:
        return None
    return replace(value, timex_type="DATE", value=value.start.isoformat(), clock=None, zone=None)


def _find_here(text: str, found: list[tuple[Expression, TimeValue]], expression: Expression) -> tuple[TimeValue, ...]:
    """The values before an expression in its sentence."""
    here = []
    for earlier, value in reversed(found[-_RECENT:]):
        if _SENTENCE_END.search(text, earlier.end_char, expression.start_char):
            break
        here.append(value)
    return tuple(reversed(here))


@cache
def _tense_words() -> tuple[frozenset[str], frozenset[str]]:
    lists = load_words("dates")["future"]
    return frozenset(lists["words"]), frozenset(lists["past"])


def _find_tense(items: list[Item], expression: Expression) -> int:
    """1 if words near an expression refer to the future, -1 if to the past, else 0."""
    future, past = _tense_words()
    score = 0
    for item in reversed(items[max(expression.first - _TENSE_REACH, 0) : expression.first]):
        if item.text in (".", "!", "?", "\n"):
            break
        if item.lower in future or item.lower.endswith("'ll"):
            return 1
        if item.lower in past:
            score = -1
    following = items[expression.last : expression.last + _TENSE_REACH_AFTER]
    sentence = takewhile(lambda item: item.name != "dot", following)
    return 1 if any(item.lower in ("will", "shall") for item in sentence) else score


def _make_row(part: TextPart, expression: Expression, value: TimeValue) -> DateExpression:
    return DateExpression(
        evidence=part.cite(expression.start_char, expression.end_char),
        date_id=hash_id(part.article_version_id, "date", part.is_headline, expression.start_char, expression.end_char),
        timex_type=value.timex_type,
        value=value.value,
        rule=expression.rule,
        mod=value.mod,
        start_on=value.start,
        end_on=value.end,
        start_at=_make_instant(value),
        is_relative=value.is_relative,
        anchor=value.anchor,
        how=value.how,
    )


def _make_instant(value: TimeValue) -> datetime | None:
    """The UTC time of a complete time with a known zone, else None."""
    if value.clock is None or value.start is None or value.zone is None or value.zone == "open":
        return None
    hour, minute, second = value.clock
    if hour > 23 or second > 59:
        return None
    zone = ZoneInfo(value.zone) if isinstance(value.zone, str) else timezone(timedelta(hours=value.zone))
    naive = datetime(value.start.year, value.start.month, value.start.day, hour, minute, second)
    if not 2 <= naive.year <= 9998:
        return None
    return naive.replace(tzinfo=zone).astimezone(UTC)
