"""A number that signs explain, and the row of `numbers` that it becomes.

Belongs here: the record between reading and row. Reading belongs in by_signs.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.analysed import TextPart
from broadsheet.ids import hash_id
from broadsheet.numbers.signs_numeral import SignNumeral
from broadsheet.records import Number, Span


@dataclass(frozen=True, slots=True)
class SignQuantity:
    """A number with what stands beside it; the span is that of the row, half-open."""

    start_char: int
    end_char: int
    number_start: int
    number_end: int
    value: float | None
    kind: str = "count"
    rule: str = "signs"
    low: float | None = None
    high: float | None = None
    bound: str = "exact"
    unit_text: str | None = None
    unit: str | None = None
    dimension: str | None = None
    value_si: float | None = None
    currency: str | None = None
    scale_text: str | None = None
    counted: Span | None = None


def plain_quantity(numeral: SignNumeral, kind: str) -> SignQuantity:
    """A numeral without anything beside it."""
    start, end = numeral.start_char, numeral.end_char
    return SignQuantity(start, end, start, end, numeral.value, kind, "listed_word" if numeral.is_word else "signs")


def make_row(part: TextPart, found: SignQuantity) -> Number:
    """The row of a quantity of a part."""
    counted_text = part.text[found.counted.start_char : found.counted.end_char] if found.counted else None
    return Number(
        evidence=part.cite(found.start_char, found.end_char),
        number_id=hash_id(part.article_version_id, "number", part.is_headline, found.start_char, found.end_char),
        kind=found.kind,
        number_text=part.text[found.number_start : found.number_end],
        rule=found.rule,
        value=found.value,
        value_low=found.low,
        value_high=found.high,
        bound=found.bound,
        unit_text=found.unit_text,
        unit=found.unit or (counted_text if found.kind == "count" else None),
        dimension=found.dimension,
        value_si=found.value_si,
        currency=found.currency,
        currency_method=_find_method(found),
        scale_text=found.scale_text,
        counted_text=counted_text,
        counted_head=counted_text,
        counted=found.counted,
    )


def _find_method(found: SignQuantity) -> str | None:
    """What tells the currency of a sum, in the words of `numbers.currency_method`."""
    if found.kind != "money":
        return None
    if found.currency is None:
        return "undecided"
    if found.unit_text == found.currency:
        return "iso_code"
    return "name" if found.unit_text and found.unit_text.isalpha() else "symbol"
