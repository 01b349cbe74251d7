"""Rules for times of day from one to another, whose half of the day stands behind the second: "6:30-11:30 p.m."."""

from __future__ import annotations

from broadsheet.dates.clock_rules import to_day_hour
from broadsheet.dates.item_classes import Item
from broadsheet.dates.periods import Between, Clock
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.specs import Spec

_HALF = 12
_SCORES = frozenset(["won", "lost", "beat", "drew", "win", "lead"])


@rule(
    "clock hyphen|dash clock ampm zone?",
    "day hyphen|dash day|clock ampm zone?",
    "clock hyphen|dash day ampm zone?",
    "from|between day|clock to|and|until day|clock ampm zone?",
)
def clock_range(found: Match) -> Spec | None:
    """ "6:30-11:30 p.m.", "9-5 p.m.", "between 9 and 11 p.m.": the first in the half of the second or before it."""
    first, last = (_read_time(item) for item in found.items if item.name in ("day", "clock"))
    half, zone = found.get("ampm"), found.get("zone")
    end = to_day_hour(last[0], half)
    start = to_day_hour(first[0], half)
    if end is None or start is None or max(first[0], last[0]) > _HALF or found.word_before in _SCORES:
        return None
    if (start, first[1] or 0) >= (end, last[1] or 0):
        start = to_day_hour(first[0], _HALF - half) or 0
    return Between(Clock(start, first[1], zone=zone), Clock(end, last[1], zone=zone))


def _read_time(item: Item) -> tuple[int, int | None]:
    """Hour and minute of "6:30", or of "6" alone."""
    if item.name == "day":
        return int(item.value), None
    hour, minute = item.value[1].replace(".", ":").split(":")[:2]
    return int(hour), int(minute)
