"""Weekdays that were to come when somebody spoke: "said on Monday that it would close on Tuesday".

Belongs here: the weekday after that of a report in its sentence, where it lies before the publication. How other
weekdays find their side is in clause_sides.py.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from broadsheet.dates.expressions import Expression
from broadsheet.dates.specs import Anchor, CalendarDay, TimeValue

_WEEK = 7
# What will be lies after the publication, whenever it was said.
_WILL = re.compile(r"\b(?:will|shall|next|coming)\b|['’]ll\b", re.IGNORECASE)


def find_day_after_report(
    text: str, found: list[tuple[Expression, TimeValue]], expression: Expression, anchor: Anchor
) -> TimeValue | None:
    """The first such weekday after that of the report before it; None where that lies not before the publication."""
    told = _find_report(found, anchor) if anchor.tense > 0 else None
    if told is None or told.start is None or not _is_bare(expression):
        return None
    weekday = expression.spec.weekday if isinstance(expression.spec, CalendarDay) else None
    ahead = ((weekday or 0) - told.start.isoweekday()) % _WEEK
    day: date = told.start + timedelta(days=ahead)
    is_past = anchor.day is not None and told.start < day < anchor.day
    if not is_past or _WILL.search(text, found[-1][0].end_char, expression.start_char):
        return None
    return replace(told, value=day.isoformat(), start=day, end=day, how="the weekday after that of the report")


def _find_report(found: list[tuple[Expression, TimeValue]], anchor: Anchor) -> TimeValue | None:
    """The weekday right before in the sentence, where it lies not after the publication."""
    if not found or not anchor.here or anchor.day is None or not _is_bare(found[-1][0]):
        return None
    told = found[-1][1]
    return told if told.start is not None and told.start <= anchor.day else None


def _is_bare(expression: Expression) -> bool:
    """Whether an expression is a weekday and nothing else."""
    spec = expression.spec
    if not isinstance(spec, CalendarDay) or spec.weekday is None:
        return False
    return not (spec.day or spec.direction or spec.this)
