"""Figures of a time long before their report, which did not hold on the day of publication.

Belongs here: telling them by their period, or by a past day beside the verb of their clause. The day on which a figure
held where the text states it is found in periods.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from broadsheet.numbers.periods import Period, Time, TimeExpressions
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.scene_periods import is_past
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import find_span

# A figure of a day that lies longer before its report is no more as the report found it.
_DAYS = 7


def drop_day_of_report(times: TimeExpressions, quantity: Quantity, period: Period) -> Period:
    """A period without the day of publication, where the figure is of a time more than a week before it."""
    day = period.as_of
    if day is None or period.as_of_method == "stated" or not _is_old(times, quantity, period, day):
        return period
    return replace(period, as_of=None, as_of_method=None)


def _is_old(times: TimeExpressions, quantity: Quantity, period: Period, day: date) -> bool:
    if period.end is not None:
        return (day - period.end).days > _DAYS
    return period.start is None and any(
        (day - time.last_day).days > _DAYS and _is_of_clause(times, time, quantity)
        for time in times.find_near(quantity)
    )


def _is_of_clause(times: TimeExpressions, time: Time, quantity: Quantity) -> bool:
    """Whether a day stands in the clause of a number that tells what is past."""
    doc, evidence = times.part.doc, time.row.evidence
    if doc is None or time.is_of_none or time.since is not None:
        return False
    phrase = find_span(doc, evidence.start_char, evidence.end_char)
    number = find_span(doc, quantity.start_char, quantity.end_char)
    verb = find_clause(number.root) if number is not None else None
    if phrase is None or verb is None or find_clause(phrase.root) != verb:
        return False
    return is_past(verb)
