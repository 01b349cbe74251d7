"""Rows of `numbers`: quantities with kind, what they count, change, period and place.

Belongs here: the order of the steps and the row. Each step has a module of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.dates.inference import infer_publication_day
from broadsheet.ids import hash_id
from broadsheet.numbers.article_scope import ArticleScope, find_article_scope
from broadsheet.numbers.change import find_changes
from broadsheet.numbers.change_links import Change
from broadsheet.numbers.clause_places import find_place
from broadsheet.numbers.cohesion import resolve_bare_keys
from broadsheet.numbers.counted_all import find_all_counted, leave_unsaid
from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.currency_choice import MoneyContext, choose_currency, find_named
from broadsheet.numbers.dated_kinds import classify_dates, drop_false_value
from broadsheet.numbers.keys import make_key
from broadsheet.numbers.kinds import classify_kinds
from broadsheet.numbers.linked_keys import share_keys
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.multiples import find_multiples
from broadsheet.numbers.named_things import is_bare_name, is_part_of_name
from broadsheet.numbers.old_days import drop_day_of_report
from broadsheet.numbers.periods import Period, TimeExpressions
from broadsheet.numbers.places import Place, Places
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.quantity_scanner import scan_quantities
from broadsheet.numbers.scene_periods import ScenePeriods
from broadsheet.numbers.scene_places import find_scene_place
from broadsheet.numbers.scenes import Scenes
from broadsheet.numbers.scopes import find_scope
from broadsheet.numbers.statements import find_head
from broadsheet.numbers.tokens import Token
from broadsheet.numbers.untied import is_untied
from broadsheet.records import DateExpression, Evidence, Mention, Number, Span

# Kinds that name a thing or a time: they hold for no period and no place.
_TIMELESS_KINDS = frozenset(["year", "date_part", "time_part", "identifier", "phone", "name_part", "ordinal", "age"])
_MAX_FLOAT = Fraction(10) ** 300


def find_numbers(
    analysed: AnalysedArticle, dates: Sequence[DateExpression], mentions: Sequence[Mention]
) -> list[Number]:
    """Every printed number of an article's parts, in order of place."""
    rows: list[Number] = []
    article = analysed.article
    published, method = _published_day(analysed)
    country = (article.country_code or "").upper() or None
    named = [
        (part, Places(part, [row for row in mentions if _is_in(row.evidence, part)], article.language))
        for part in analysed.parts
    ]
    about = find_article_scope(named, article.language, article.site_name)
    for part, places in named:
        here = [row for row in dates if _is_in(row.evidence, part)]
        times = TimeExpressions(part, here, published, method)
        reader = _PartReader(part, here, times, places, about, MoneyContext(article, mentions))
        rows.extend(reader.find_rows(country))
    return resolve_bare_keys(rows)


def _is_in(evidence: Evidence, part: TextPart) -> bool:
    """Rows of a headline that stands apart belong to that part, all others to the body."""
    if part.is_headline:
        return evidence.in_headline and part.text[evidence.start_char : evidence.end_char] == evidence.surface
    return not evidence.in_headline or evidence.start_char < part.headline_end


def _published_day(analysed: AnalysedArticle) -> tuple[date | None, str]:
    """The publication day with its method; where no page says it, the day that weekday and date give away."""
    article = analysed.article
    day = article.published_on or (article.published_at.date() if article.published_at else None)
    inferred = None if day else infer_publication_day(article.text, article.captured_at)
    return (inferred[0], "weekday") if inferred else (day, "published")


class _PartReader:
    """One text of an article with its dates and places; finds its numbers and makes their rows."""

    def __init__(
        self,
        part: TextPart,
        dates: list[DateExpression],
        times: TimeExpressions,
        places: Places,
        about: ArticleScope,
        money: MoneyContext,
    ) -> None:
        self.part, self.dates, self.times, self.places = part, dates, times, places
        self.about, self.money = about, money
        self.scenes, self.scene_periods = Scenes(places, about), ScenePeriods(times)
        self.currency_before: str | None = None

    def find_rows(self, country: str | None) -> list[Number]:
        """The rows in order of place. country: of the source, by which signs such as "$" are read."""
        part = self.part
        scanned, tokens = scan_quantities(part.text, country)
        quantities = self._find_kinds(scanned, tokens)
        quantities.extend(find_multiples(part.text, tokens, quantities))
        quantities.sort(key=lambda quantity: (quantity.start_char, quantity.end_char))
        changes = find_changes(tokens, quantities)
        self.money = replace(self.money, named=find_named(quantities))
        ids = [self._make_id(quantity) for quantity in quantities]
        found = find_all_counted(part.text, tokens, quantities, part.doc)
        rows = [
            self._make_row(quantity, number_id, counted, change, ids)
            for quantity, number_id, counted, change in zip(
                quantities,
                ids,
                [self._drop_name(*pair) for pair in zip(quantities, found, strict=True)],
                map(changes.get, range(len(ids))),
                strict=True,
            )
        ]
        return share_keys(part.text, rows)

    def _find_kinds(self, scanned: list[Quantity], tokens: list[Token]) -> list[Quantity]:
        """The quantities that are numbers of their own, with their kinds; a time expression says its parts' kinds."""
        names = sorted((m.evidence.start_char, m.evidence.end_char, m.mention_type) for m in self.places.names)
        bases = {quantity.per_start for quantity in scanned if quantity.per_start is not None}
        quantities = [quantity for quantity in scanned if quantity.number_start not in bases]
        timed = classify_dates(quantities, self.dates, self.part.text)
        kept = classify_kinds(self.part.text, tokens, quantities, names)
        for quantity in kept:
            if quantity.kind != "age":
                quantity.kind = timed.get(id(quantity), quantity.kind)
            drop_false_value(quantity)
        return kept

    def _drop_name(self, quantity: Quantity, counted: Counted | None) -> Counted | None:
        """What a quantity counts; nothing where the number is a part of that name, which its kind may say."""
        if counted is not None and counted.head == "age" and counted.rule == "subject" and quantity.kind == "count":
            quantity.kind = "age"
        if counted is None or not is_part_of_name(self.part.text, quantity, counted):
            return counted
        if is_bare_name(self.part.text, self.part.doc, quantity, counted):
            quantity.kind, quantity.rule = "name_part", "name"
        return None

    def _make_id(self, quantity: Quantity) -> str:
        part = self.part
        return hash_id(part.article_version_id, "number", part.is_headline, quantity.start_char, quantity.end_char)

    def _make_row(
        self, quantity: Quantity, number_id: str, counted: Counted | None, change: Change | None, ids: list[str]
    ) -> Number:
        part = self.part
        is_timeless = quantity.kind in _TIMELESS_KINDS or (
            quantity.unit is not None and quantity.unit.dimension == "time"
        )
        said = leave_unsaid(counted)
        head = None if is_timeless else find_head(part.doc, quantity, said)
        period = Period() if is_timeless else self.scene_periods.find(quantity, self.times.find_period(quantity, head))
        place = None if is_timeless else find_place(self.places, quantity, head)
        if is_untied(part.text, quantity):
            period, place = period.untie(), None
        scene = self.scenes.find(quantity)
        scope = find_scope(self.about, scene, self.places, quantity, said, head, place, period)
        measured = Measured(quantity, said, head, part.text, scope, change.role if change else None)
        key = make_key(measured)
        place = find_scene_place(measured, key, scene, self.about, self.places, place)
        period = drop_day_of_report(self.times, quantity, period) if not is_timeless else period
        return Number(
            evidence=part.cite(quantity.start_char, quantity.end_char),
            number_id=number_id,
            kind=quantity.kind,
            number_text=part.text[quantity.number_start : quantity.number_end],
            rule=quantity.rule,
            value_low=to_float(quantity.low),
            value_high=to_float(quantity.high),
            bound=quantity.bound,
            scale_text=quantity.scale_text,
            per_text=part.text[quantity.per_start : quantity.per_end] if quantity.per_start is not None else None,
            period_text=period.text,
            period_start=period.start,
            period_end=period.end,
            as_of=period.as_of,
            as_of_method=period.as_of_method,
            period=period.name,
            measure_key=key.text,
            measure=key.measure,
            counted_norm=key.counted_norm or None,
            **_place_columns(place),
            **_counted_columns(part, counted),
            **_change_columns(change, ids),
            **_unit_columns(part, quantity, counted),
            **self._choose_currency(quantity),
        )

    def _choose_currency(self, quantity: Quantity) -> dict[str, Any]:
        """Currency of a sum with what tells it; a sum in the same text after it may be a part of the same money."""
        if quantity.kind != "money" or quantity.unit is None:
            return {}
        printed = self.part.text[quantity.unit_start : quantity.unit_end] if quantity.unit_start is not None else ""
        choice = choose_currency(quantity.unit, printed, self.money, self.currency_before)
        self.currency_before = choice.currency or self.currency_before
        return {
            "currency": choice.currency,
            "currency_method": choice.method,
            "currency_confidence": choice.confidence,
        }


def to_float(value: Fraction | None) -> float | None:
    """A value as a float; None where it is too large for one."""
    if value is None or abs(value) > _MAX_FLOAT:
        return None
    return float(value)


def _place_columns(place: Place | None) -> dict[str, Any]:
    return {"scope_place": place.name, "place_id": place.place_id} if place else {"scope_place": None, "place_id": None}


def _counted_columns(part: TextPart, counted: Counted | None) -> dict[str, Any]:
    if counted is None:
        return {"counted_text": None, "counted_head": None, "counted": None}
    return {
        "counted_text": part.text[counted.start_char : counted.end_char],
        "counted_head": counted.head,
        "counted": Span(counted.start_char, counted.end_char),
    }


def _change_columns(change: Change | None, ids: list[str]) -> dict[str, Any]:
    if change is None:
        return {"change": None, "change_direction": None, "linked_number_id": None}
    return {
        "change": change.role,
        "change_direction": change.direction,
        "linked_number_id": ids[change.linked] if change.linked is not None else None,
    }


def _unit_columns(part: TextPart, quantity: Quantity, counted: Counted | None) -> dict[str, Any]:
    """Value, unit, dimension and SI value; the counted noun is the unit of a plain count."""
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
    }


def _counted_unit(quantity: Quantity, counted: Counted | None) -> str | None:
    """The counted noun as the unit of a plain count; a noun of measure in the singular ("toll") is none."""
    if counted is None or quantity.kind != "count":
        return None
    return None if counted.rule == "measure_noun" and not counted.head.endswith("s") else counted.head
