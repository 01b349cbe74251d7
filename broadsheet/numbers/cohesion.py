"""Figures whose measure an article gives elsewhere: "241 homes" in a text that says of homes only that they flooded.

Belongs here: from the rows of an article to the keys of its bare counts. Keys that a clause gives by itself are made
in keys.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from broadsheet.numbers.key_words import key_lists
from broadsheet.numbers.measure_names import NUMBER
from broadsheet.records import Number

BARE = "?"
"""First character of a provisional key: a specific noun of which the clause says little, and after ">" its own key."""


# Rival figures of one thing are of one size; farther apart they count different things.
_LARGEST_RATIO = 3.0


def resolve_bare_keys(rows: Sequence[Number]) -> list[Number]:
    """Give each bare count the one event key that its article has for the same noun and size, else its own or none."""
    known: dict[str, list[Number]] = {}
    for row in rows:
        is_event = row.measure_key is not None and row.measure in key_lists().events
        if is_event and not _is_bare(row) and row.kind == "count":
            known.setdefault(row.counted_norm or "", []).append(row)
    return _place_repeated([_resolve(row, known) if _is_bare(row) else row for row in rows])


def _place_repeated(rows: list[Number]) -> list[Number]:
    """A figure that an article gives again takes the place that it has there: a headline leaves it out at times."""
    placed: dict[tuple[str, float], set[str]] = {}
    for row in rows:
        if row.measure_key is not None and row.value is not None:
            placed.setdefault((row.measure_key.rpartition("|")[0], row.value), set()).add(row.measure_key)
    return [_take_place(row, placed) for row in rows]


def _take_place(row: Number, placed: dict[tuple[str, float], set[str]]) -> Number:
    """The row with the one longer key of its measure and value, which adds a place before what its own key has."""
    if row.measure_key is None or row.value is None:
        return row
    stem, _, where = row.measure_key.rpartition("|")
    fuller = {
        key for key in placed[stem, row.value] if key.endswith(f", {where}" if where else "") and key != row.measure_key
    }
    return replace(row, measure_key=fuller.pop()) if len(fuller) == 1 else row


def _is_bare(row: Number) -> bool:
    return row.measure_key is not None and row.measure_key.startswith(BARE)


def _resolve(row: Number, known: dict[str, list[Number]]) -> Number:
    words, _, own_key = (row.measure_key or "")[len(BARE) :].partition(">")
    event = _find_event(row, known.get(words, []))
    if event is not None:
        return replace(row, measure_key=event.measure_key, measure=event.measure, counted_norm=event.counted_norm)
    if own_key:
        return replace(row, measure_key=own_key)
    if row.measure != NUMBER:
        return replace(row, measure_key=None)
    return replace(row, measure_key=None, measure=None, counted_norm=None)


def _find_event(row: Number, others: list[Number]) -> Number | None:
    """A row of the same noun, where all have one key, one is of this size and the place is not contradicted."""
    keys = {other.measure_key for other in others}
    if len(keys) != 1 or not any(_is_of_one_size(row.value, other.value) for other in others):
        return None
    place = (row.scope_place or "").lower()
    key = others[0].measure_key or ""
    return others[0] if not place or place in key.split("|") else None


def _is_of_one_size(one: float | None, other: float | None) -> bool:
    if not one or not other:
        return False
    return max(one, other) <= _LARGEST_RATIO * min(one, other)
