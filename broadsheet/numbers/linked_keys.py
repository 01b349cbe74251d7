"""Figures that share the measure of the number beside them: both ends of a change, a sum in another currency.

Belongs here: from the rows of one text to the keys that one of two linked numbers leaves out. Keys that a clause gives
are made in keys.py, those that the rest of an article gives in cohesion.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.numbers.cohesion import BARE
from broadsheet.records import Number

_ENDS = frozenset(["from", "to"])
_CHANGE = " change"
# "€10 ($11)", "€10, or $11,": what stands between a sum and the same in another currency.
_CONVERTED = re.compile(r"\s?(?:\((?:about|around|roughly|approximately|some|or|nearly|almost)?\s?|,? or (?:about )?)")


def share_keys(text: str, rows: Sequence[Number]) -> list[Number]:
    """Give rows without a key that of the number that they are tied to, in their own unit.

    text: in which the rows stand, in order of place.
    """
    shared = list(rows)
    places = {row.number_id: index for index, row in enumerate(shared)}
    for index, row in enumerate(shared):
        linked = places.get(row.linked_number_id or "")
        if row.change in _ENDS and linked is not None:
            _share_change(shared, index, linked)
    for index in range(1, len(shared)):
        _share_sum(text, shared, index - 1, index)
    return shared


def _share_change(rows: list[Number], end: int, other: int) -> None:
    """The measure of one end of a change for the other, or of its amount for its end and the other way round."""
    for giver, taker in ((other, end), (end, other)):
        if _may_give(rows[giver]) and _may_take(rows[taker], rows[giver]) and _counts_same(rows[giver], rows[taker]):
            rows[taker] = _take(rows[giver], rows[taker])


def _counts_same(giver: Number, taker: Number) -> bool:
    """Whether a number has no other noun of its own: "unemployment fell to 6% as firms added 88,000 jobs" has."""
    return taker.counted_head in (None, giver.counted_head)


def _share_sum(text: str, rows: list[Number], one: int, other: int) -> None:
    """The measure of a sum for the same sum in another currency right after it."""
    first, second = rows[one], rows[other]
    if first.kind != "money" or second.kind != "money" or first.unit == second.unit:
        return
    if not _CONVERTED.fullmatch(text[first.evidence.end_char : second.evidence.start_char]):
        return
    for giver, taker in ((one, other), (other, one)):
        if _may_give(rows[giver]) and _may_take(rows[taker], rows[giver]):
            rows[taker] = _replace_key(rows[giver], rows[taker], rows[giver].measure_key or "")
        elif rows[giver].measure is not None and rows[taker].measure is None:
            rows[taker] = replace(rows[taker], measure=rows[giver].measure, counted_norm=rows[giver].counted_norm)


def _may_give(row: Number) -> bool:
    return row.measure_key is not None and not row.measure_key.startswith(BARE)


def _may_take(row: Number, giver: Number) -> bool:
    """Whether a row has a value, no key and no measure of its own that is another."""
    return row.measure_key is None and row.measure in (None, giver.measure) and bool(row.value or row.value_low)


def _take(giver: Number, taker: Number) -> Number:
    """The key of a number for another of its change: a level has none of the word that an amount has."""
    name, _, rest = (giver.measure_key or "").partition("|")
    is_level, is_same_unit = taker.change in _ENDS, _name_unit(giver) == _name_unit(taker)
    # Two ends have one unit, "from 12 to 16"; an amount in the unit of its end may be one of something else.
    if is_same_unit != (is_level and giver.change in _ENDS):
        return taker
    stem = name.removesuffix(_CHANGE)
    return _replace_key(giver, taker, f"{stem if is_level else stem + _CHANGE}|{rest}")


def _replace_key(giver: Number, taker: Number, key: str) -> Number:
    """A row with a key in its own unit, of the place of the other; unchanged where its unit has no name there."""
    parts = key.split("|")
    _, _, base = parts[2].partition("/")
    own = _name_unit(taker)
    if own is None or (base and taker.kind != giver.kind):
        return taker
    parts[2] = f"{own}/{base}" if base else own
    parted = replace(taker, measure_key="|".join(parts), measure=giver.measure, counted_norm=giver.counted_norm)
    return parted if taker.scope_place else replace(parted, scope_place=giver.scope_place, place_id=giver.place_id)


def _name_unit(row: Number) -> str | None:
    """The unit of a number as keys name it."""
    if row.kind == "percentage_point":
        return "percentage point"
    if row.kind == "money":
        return _name_currency(row)
    return "count" if row.kind == "count" else (row.unit or "").lower() or None


def _name_currency(row: Number) -> str | None:
    """The currency of a sum; "$" alone is mostly the US dollar."""
    if row.unit in ("dollar", "United States dollar"):
        return "dollar"
    return (row.currency or row.unit or "").lower() or None
