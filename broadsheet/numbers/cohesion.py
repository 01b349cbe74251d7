"""Figures whose measure an article gives elsewhere: "241 homes" in a text that says of homes only that they flooded.

Belongs here: from the rows of an article to the keys of its bare counts. Keys that a clause gives by itself are made
in keys.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from broadsheet.numbers.key_words import key_lists
from broadsheet.records import Number

BARE = "?"
"""First character of a provisional key: a specific noun of which the clause says little, and after ">" its own key."""


# Rival figures of one thing are of one size; farther apart they count different things.
_LARGEST_RATIO = 3.0


def resolve_bare_keys(rows: Sequence[Number]) -> list[Number]:
    """Give each bare count the one event key that its article has for the same noun and size, else its own or none."""
    known: dict[str, list[Number]] = {}
    for row in rows:
        words = _words_of_event(row.measure_key) if row.measure_key and not _is_bare(row) else None
        if words:
            known.setdefault(words, []).append(row)
    return [_resolve(row, known) if _is_bare(row) else row for row in rows]


def _is_bare(row: Number) -> bool:
    return row.measure_key is not None and row.measure_key.startswith(BARE)


def _resolve(row: Number, known: dict[str, list[Number]]) -> Number:
    words, _, own_key = (row.measure_key or "")[len(BARE) :].partition(">")
    return replace(row, measure_key=_find_event_key(row, known.get(words, [])) or own_key or None)


def _find_event_key(row: Number, others: list[Number]) -> str | None:
    """The key of rows with the same noun, where they all have one, are of one size and contradict no place."""
    keys = {other.measure_key for other in others}
    if len(keys) != 1 or not any(_is_of_one_size(row.value, other.value) for other in others):
        return None
    found = keys.pop()
    place = (row.scope_place or "").lower()
    return found if found and (not place or found.endswith(f"|{place}")) else None


def _is_of_one_size(one: float | None, other: float | None) -> bool:
    if not one or not other:
        return False
    return max(one, other) <= _LARGEST_RATIO * min(one, other)


def _words_of_event(key: str) -> str | None:
    """The words of whom or what, in the key of an event in plain counts. The longest name of an event counts."""
    what, unit, _ = key.split("|", 2)
    events = [name for name in key_lists().events if what.startswith(f"{name} ")]
    if not events or unit != "count":
        return None
    return what[len(max(events, key=len)) + 1 :]
