"""Rules for times of day before and after a full hour: "half past eight", "at twenty to four"."""

from __future__ import annotations

from broadsheet.dates.clock_rules import half_of, to_day_hour
from broadsheet.dates.item_classes import Item
from broadsheet.dates.periods import Clock
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.specs import Spec

_BEFORE_TIMES = frozenset(["at", "around", "about", "until", "by", "just", "nearly", "before", "after", "was", "is"])


@rule(
    *(
        f"{head} {hour} {tail}"
        for head in ("a? half past", "a? unit past|to", "count unit|units past|to", "count past", "word units past|to")
        for hour in ("day|word",)
        for tail in ("oclock? ampm?", "in the part", "part")
    )
)
def past_hour(found: Match) -> Spec | None:
    """ "half past eight", "a quarter to 9", "twenty minutes past ten"."""
    at = next(index for index, item in enumerate(found.items) if item.name in ("past", "to"))
    head, tail = found.items[:at], found.items[at + 1 :]
    minutes = _read_minutes(head)
    hour = tail[0].value
    if minutes is None or not 1 <= hour <= 12:
        return None
    half = next((item.value for item in tail if item.name == "ampm"), None)
    part = next((item.value for item in tail if item.name == "part"), None)
    if half is None and part is not None:
        half = half_of(part)
    hour = to_day_hour(hour, half)
    if hour is None:
        return None
    total = (hour * 60 + (minutes if found.items[at].name == "past" else -minutes)) % (24 * 60)
    return Clock(total // 60, total % 60)


@rule("word to word", "word to word oclock", "word to word ampm", "word to word in the part", name="past_hour")
def minutes_to_hour(found: Match) -> Spec | None:
    """ "at twenty to four": only after words of time, or with a part of the day."""
    minutes, hour = found.all("word")
    if minutes not in (5, 10, 20, 25) or not 1 <= hour <= 12 or not (len(found.items) > 3 or _stands_as_time(found)):
        return None
    half = half_of(found.get("part")) if found.has("part") else found.get("ampm")
    day_hour = to_day_hour(hour, half)
    total = ((day_hour or 0) * 60 - minutes) % (24 * 60)
    return Clock(total // 60, total % 60)


def _stands_as_time(found: Match) -> bool:
    """Whether words in between "at" and the end of a phrase are a time."""
    before, after = found.before, found.after
    if before is None or before.lower not in _BEFORE_TIMES:
        return False
    return (
        after is None or not after.text.isalpha() or after.name in ("on", "in", "and", "or", "today", "to", "weekday")
    )


def _read_minutes(head: list[Item]) -> int | None:
    """The minutes of what stands before "past" or "to": "half", "a quarter", "twenty", "twelve minutes"."""
    if head[-1].name == "half":
        return 30
    unit = next((item.value for item in head if item.name in ("unit", "units")), None)
    count = next((item.value for item in head if item.name in ("day", "word", "short")), None)
    if unit == "Q":
        return 15 * int(count or 1)
    if unit not in (None, "TM") or count is None or count >= 60:
        return None
    return int(count) if unit or count % 5 == 0 else None
