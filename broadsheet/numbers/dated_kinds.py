"""Numbers inside a time expression: which are years, parts of a day or of a time, and which have no value.

Belongs here: what a time expression says of its numbers. Kinds by the words beside a number are told by kinds.py.
"""

from __future__ import annotations

from bisect import bisect_right

from broadsheet.numbers.quantity import Quantity
from broadsheet.records import DateExpression

# Rules of dates that name a length within a date: "the 12 months to June".
_HOLD_LENGTHS = frozenset(["period_to", "piece_of_period"])


def classify_dates(quantities: list[Quantity], dates: list[DateExpression], text: str) -> dict[int, str]:
    """The kind of each quantity inside a time expression by its `id()`; a range in one lies between its ends."""
    kinds: dict[int, str] = {}
    starts = [row.evidence.start_char for row in dates]
    for quantity in quantities:
        index = bisect_right(starts, quantity.number_start) - 1
        if index < 0 or quantity.number_end > dates[index].evidence.end_char:
            continue
        kind = _kind_in_date(quantity, dates[index], text)
        if kind is not None:
            kinds[id(quantity)] = kind
            if quantity.is_range and quantity.kind != "measure":
                quantity.bound = "between"
    return kinds


def _kind_in_date(quantity: Quantity, row: DateExpression, text: str) -> str | None:
    """Year, date_part or time_part; None for a length with its unit, which stays a measure."""
    holds_length = row.timex_type == "DURATION" or row.rule in _HOLD_LENGTHS
    is_length = holds_length or quantity.rule in ("race_time", "compound")
    if quantity.unit is not None and is_length:
        return None
    if row.timex_type == "TIME":
        return "time_part"
    surface = text[quantity.number_start : quantity.number_end]
    is_year = len(surface) == 4 and surface.isdigit() and quantity.unit is None
    return "year" if is_year and row.timex_type == "DATE" else "date_part"


def drop_false_value(quantity: Quantity) -> None:
    """A time or day with a sign between its parts ("10.30", "24/7") has no value; a score with a colon has its ends."""
    value = quantity.value
    if value is None:
        return
    if quantity.kind in ("time_part", "date_part") and value.denominator != 1:
        quantity.value = None
    elif quantity.kind == "score" and quantity.denominator:
        quantity.low, quantity.high = value * quantity.denominator, quantity.denominator
        quantity.value, quantity.is_range = None, True
