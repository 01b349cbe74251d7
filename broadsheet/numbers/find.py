"""Rows of `numbers`: quantities with kind, what they count, change, period and place.

Belongs here: the order of the steps and the row. Each step has a module of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.dates.inference import infer_publication_day
from broadsheet.derivation import hash_id
from broadsheet.numbers.change import find_changes
from broadsheet.numbers.change_links import Change
from broadsheet.numbers.cohesion import resolve_bare_keys
from broadsheet.numbers.counted import find_counted
from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.keys import make_key
from broadsheet.numbers.kinds import classify_kinds
from broadsheet.numbers.measured import Measured, Scope
from broadsheet.numbers.multiples import find_multiples
from broadsheet.numbers.periods import Period, Surroundings
from broadsheet.numbers.places import Places
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.quantity_scanner import scan_quantities
from broadsheet.numbers.statements import find_head
from broadsheet.numbers.tokens import Token
from broadsheet.records import DateExpression, Mention, Number, Span

_MAX_FLOAT = Fraction(10) ** 300


def find_numbers(
    analysed: AnalysedArticle, dates: Sequence[DateExpression], mentions: Sequence[Mention]
) -> list[Number]:
    """Every printed number of an article's parts, in order of place."""
    rows: list[Number] = []
    published, method = _published_day(analysed)
    main_place: str | None = None
    for part in reversed(analysed.parts):
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
        around = Surroundings(part, here, published, method)
        places = Places(part, named, analysed.article.language)
        main_place = main_place or places.find_main_place()
        rows[:0] = _find_in_part(part, analysed, here, places, around, main_place)
    return resolve_bare_keys(rows)


def _is_in(in_headline: bool, part: TextPart, start: int, end: int, surface: str) -> bool:
    """Rows of a headline that stands apart belong to that part, all others to the body."""
    if part.is_headline:
        return in_headline and part.text[start:end] == surface
    return not in_headline or start < part.headline_end


def _find_in_part(
    part: TextPart,
    analysed: AnalysedArticle,
    dates: list[DateExpression],
    places: Places,
    around: Surroundings,
    main_place: str | None,
) -> list[Number]:
    country = (analysed.article.country_code or "").upper() or None
    quantities, tokens = scan_quantities(part.text, country)
    names = sorted((m.evidence.start_char, m.evidence.end_char, m.mention_type) for m in places.names)
    bases = {quantity.per_start for quantity in quantities if quantity.per_start is not None}
    quantities = [quantity for quantity in quantities if quantity.number_start not in bases]
    timed = _split_dates(quantities, dates, part.text)
    kept = classify_kinds(part.text, tokens, quantities, names)
    kept = [quantity for quantity in kept if id(quantity) not in timed or timed[id(quantity)] != "none"]
    for quantity in kept:
        if id(quantity) in timed:
            quantity.kind = timed[id(quantity)]
    kept.extend(find_multiples(part.text, tokens, kept))
    kept.sort(key=lambda quantity: (quantity.start_char, quantity.end_char))
    changes = find_changes(tokens, kept)
    ids = [_make_id(part, quantity) for quantity in kept]
    return [
        _make_row(part, tokens, quantity, around, places, main_place, changes.get(index), ids, index)
        for index, quantity in enumerate(kept)
    ]


def _published_day(analysed: AnalysedArticle) -> tuple[date | None, str]:
    """The publication day with its method; where no page says it, the day that weekday and date give away."""
    article = analysed.article
    day = article.published_on or (article.published_at.date() if article.published_at else None)
    inferred = None if day else infer_publication_day(article.text, article.captured_at)
    return (inferred[0], "weekday") if inferred else (day, "published")


def _make_id(part: TextPart, quantity: Quantity) -> str:
    return hash_id(part.article_version_id, "number", part.is_headline, quantity.start_char, quantity.end_char)


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


def _make_row(
    part: TextPart,
    tokens: list[Token],
    quantity: Quantity,
    around: Surroundings,
    places: Places,
    main_place: str | None,
    change: Change | None,
    ids: list[str],
    index: int,
) -> Number:
    counted = find_counted(part.text, tokens, quantity, part.doc)
    is_dated = quantity.kind in ("year", "date_part", "time_part", "identifier", "phone", "name_part", "ordinal")
    period = Period() if is_dated else around.find_period(quantity)
    head = None if is_dated else find_head(part.doc, quantity, counted)
    place = None if is_dated else places.find_place(quantity, head)
    words = places.find_words(counted.start_char, counted.end_char) if counted else frozenset()
    if main_place is not None and place is None and places.names_elsewhere(quantity, main_place):
        main_place = None
    scope = Scope(place, main_place, places.find_owner(head), words)
    role = change.role if change else None
    linked = change.linked if change else None
    return Number(
        evidence=part.cite(quantity.start_char, quantity.end_char),
        number_id=ids[index],
        kind=quantity.kind,
        number_text=part.text[quantity.number_start : quantity.number_end],
        rule=quantity.rule,
        value_low=to_float(quantity.low),
        value_high=to_float(quantity.high),
        bound=quantity.bound,
        scale_text=quantity.scale_text,
        counted_text=part.text[counted.start_char : counted.end_char] if counted else None,
        counted_head=counted.head if counted else None,
        counted=Span(counted.start_char, counted.end_char) if counted else None,
        change=role,
        change_direction=change.direction if change else None,
        linked_number_id=ids[linked] if linked is not None else None,
        per_text=part.text[quantity.per_start : quantity.per_end] if quantity.per_start is not None else None,
        scope_place=place,
        period_text=period.text,
        period_start=period.start,
        period_end=period.end,
        as_of=period.as_of,
        as_of_method=period.as_of_method,
        measure_key=make_key(Measured(quantity, counted, head, part.text, scope, role)),
        **_unit_columns(part, quantity, counted),
    )


def _unit_columns(part: TextPart, quantity: Quantity, counted: Counted | None) -> dict[str, Any]:
    """Value, unit, dimension, SI value and currency; the counted noun is the unit of a plain count."""
    unit, value = quantity.unit, to_float(quantity.value)
    if unit is None:
        return {"value": value, "unit": _counted_unit(quantity, counted)}
    si = None if value is None or unit.si is None else value * unit.si
    if si is not None and unit.name in ("degree Celsius", "degree Fahrenheit"):
        si += 273.15 if unit.name == "degree Celsius" else 273.15 - 32 * 5 / 9
    if unit.name == "degree" and unit.dimension == "temperature":
        si = None
    return {
        "value": value,
        "unit_text": part.text[quantity.unit_start : quantity.unit_end] if quantity.unit_start is not None else None,
        "unit": unit.name,
        "dimension": unit.dimension,
        "value_si": si,
        "currency": unit.currency,
    }


def _counted_unit(quantity: Quantity, counted: Counted | None) -> str | None:
    """The counted noun as the unit of a plain count; a noun of measure in the singular ("toll") is none."""
    if counted is None or quantity.kind != "count":
        return None
    return None if counted.rule == "measure_noun" and not counted.head.endswith("s") else counted.head
