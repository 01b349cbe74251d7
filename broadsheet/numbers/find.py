"""Rows of `numbers`: quantities with kind, what they count, change, period and place.

Belongs here: the order of the steps and the row. Each step has a module of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from broadsheet.derivation import hash_id
from broadsheet.numbers.counted import Counted, find_counted
from broadsheet.numbers.kinds import tell_kinds
from broadsheet.numbers.quantities import Quantity, scan_quantities
from broadsheet.numbers.tokens import Token
from broadsheet.reading import Part, Reading
from broadsheet.records import DateExpression, Mention, Number, Span

_MAX_FLOAT = Fraction(10) ** 300


def find_numbers(reading: Reading, dates: Sequence[DateExpression], mentions: Sequence[Mention]) -> list[Number]:
    """Every printed number of an article's parts, in order of place."""
    rows: list[Number] = []
    for part in reading.parts:
        here = [
            row
            for row in dates
            if _is_in(
                row.evidence.in_headline, part, row.evidence.start_char, row.evidence.end_char, row.evidence.surface
            )
        ]
        named = [
            row
            for row in mentions
            if _is_in(
                row.evidence.in_headline, part, row.evidence.start_char, row.evidence.end_char, row.evidence.surface
            )
        ]
        rows.extend(_find_in_part(part, reading, here, named))
    return rows


def _is_in(in_headline: bool, part: Part, start: int, end: int, surface: str) -> bool:
    """Rows of a headline that stands apart belong to that part, all others to the body."""
    if part.is_headline:
        return in_headline and part.text[start:end] == surface
    return not in_headline or start < part.headline_end


def _find_in_part(part: Part, reading: Reading, dates: list[DateExpression], mentions: list[Mention]) -> list[Number]:
    country = (reading.article.country_code or "").upper() or None
    quantities, tokens = scan_quantities(part.text, country)
    names = sorted((m.evidence.start_char, m.evidence.end_char, m.mention_type) for m in mentions)
    timed = _split_dates(quantities, dates, part.text)
    kept = tell_kinds(part.text, tokens, quantities, names)
    kept = [quantity for quantity in kept if id(quantity) not in timed or timed[id(quantity)] != "none"]
    for quantity in kept:
        if id(quantity) in timed:
            quantity.kind = timed[id(quantity)]
    return [_make_row(part, reading, tokens, quantity) for quantity in kept]


def _split_dates(quantities: list[Quantity], dates: list[DateExpression], text: str) -> dict[int, str]:
    """The kind of each quantity inside a time expression: year, date_part or time_part; lengths stay measures."""
    kinds: dict[int, str] = {}
    starts = [row.evidence.start_char for row in dates]
    for quantity in quantities:
        index = bisect_right(starts, quantity.number_start) - 1
        if index < 0 or quantity.number_end > dates[index].evidence.end_char:
            continue
        row = dates[index]
        if row.timex_type == "DURATION" and quantity.unit is not None:
            continue
        surface = text[quantity.number_start : quantity.number_end]
        if len(surface) == 4 and surface.isdigit() and row.timex_type == "DATE" and quantity.unit is None:
            kinds[id(quantity)] = "year"
        elif row.timex_type == "TIME":
            kinds[id(quantity)] = "time_part"
        else:
            kinds[id(quantity)] = "date_part"
        if quantity.is_range and quantity.kind != "measure":
            quantity.bound = "between"
    return kinds


def to_float(value: Fraction | None) -> float | None:
    """A value as a float; None where it is too large for one."""
    if value is None or abs(value) > _MAX_FLOAT:
        return None
    return float(value)


def _make_row(part: Part, reading: Reading, tokens: list[Token], quantity: Quantity) -> Number:
    start, end = quantity.start_char, quantity.end_char
    counted = find_counted(part.text, tokens, quantity, part.doc)
    unit = quantity.unit
    value = to_float(quantity.value)
    return Number(
        evidence=part.cite(start, end),
        number_id=hash_id(part.article_version_id, "number", part.is_headline, start, end),
        kind=quantity.kind,
        number_text=part.text[quantity.number_start : quantity.number_end],
        rule=quantity.rule,
        value=value,
        value_low=to_float(quantity.low),
        value_high=to_float(quantity.high),
        bound=quantity.bound,
        unit_text=part.text[quantity.unit_start : quantity.unit_end] if quantity.unit_start is not None else None,
        unit=unit.name if unit else (counted.head if counted and quantity.kind == "count" else None),
        dimension=unit.dimension if unit else None,
        value_si=None if value is None or unit is None or unit.si is None else value * unit.si,
        currency=unit.currency if unit else None,
        scale_text=quantity.scale_text,
        counted_text=part.text[counted.start_char : counted.end_char] if counted else None,
        counted_head=counted.head if counted else None,
        counted=Span(counted.start_char, counted.end_char) if counted else None,
        per_text=part.text[quantity.per_start : quantity.per_end] if quantity.per_start is not None else None,
    )
