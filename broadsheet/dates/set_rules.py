"""Rules for sets: "every two years", "daily", "each Monday"."""

from __future__ import annotations

from fractions import Fraction

from broadsheet.dates.durations import Repeat
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.shifts import Duration
from broadsheet.dates.specs import Spec


@rule(
    "every|each other? unit",
    "every|each count|few hyphen? anyunit",
    "every|each other? weekday",
    "sets",
    "on? weekdays",
    "every|each part",
    "once|times a|per|each|every unit",
    "every|each mon day?",
    "every unit",
    "every|each season",
    "every|each ordinal anyunit",
    "weekdays and weekdays",
    "the weekdays",
)
def repeat(found: Match) -> Spec | None:
    if found.has("sets"):
        item = found.item("sets")
        return Repeat(found.get("sets")) if item and _is_set(found) else None
    if found.has("weekday", "weekdays"):
        return Repeat(f"XXXX-WXX-{found.get('weekday', 'weekdays')}")
    if found.has("part"):
        return Repeat(f"T{found.get('part')}")
    if found.has("season"):
        return Repeat(f"XXXX-{found.get('season')}")
    if found.has("month", "ambiguous"):
        day = found.get("day")
        return Repeat(f"XXXX-{found.get('month', 'ambiguous'):02d}" + (f"-{day:02d}" if day else ""))
    unit = found.get("unit", "units")
    if found.item("unit", "units") and found.items[-1].lower == "night":
        return Repeat("TNI")
    if unit in ("WE",):
        return Repeat("XXXX-WXX-WE")
    count = found.get("day", "short", "number", "word", "ordinal")
    value = Fraction(count) if count else Fraction(2 if found.has("other") else 1)
    if found.has("few"):
        return Repeat(Duration(((unit, None),)).resolve(None).value or "")  # type: ignore[arg-type]
    if found.has("times") and found.before is not None and found.before.name in ("none",):
        return None
    return Repeat(Duration(((unit, value),)).resolve(None).value or "")  # type: ignore[arg-type]


@rule(
    "every|each ordinal weekday [of the|every|each unit]",
    "the? ordinal|last weekday of|in every|each unit|mon",
    "alternate weekdays",
    "every|each weekday [comma weekday] and|or weekday",
    name="repeat",
)
def repeated_weekday(found: Match) -> Spec | None:
    """ "every second Tuesday", "the last Friday of each month", "on alternate Mondays"."""
    return Repeat(f"XXXX-WXX-{found.get('weekday', 'weekdays')}")


@rule("weekday parts|units", "every|each weekday part|unit", name="repeat")
def repeated_part(found: Match) -> Spec | None:
    """ "on Friday nights", "every Sunday morning"."""
    last = found.items[-1]
    letters = "NI" if last.lower in ("night", "nights") else found.get("part", "parts")
    return Repeat(f"XXXX-WXX-{found.get('weekday')}T{letters}") if letters else None


def _is_set(found: Match) -> bool:
    """Whether a word like "daily" is a set, not part of a name ("Daily Mail")."""
    item = found.items[0]
    after = found.after
    if item.text[:1].isupper() and (
        (found.before is not None and found.before.name not in ("dot", "none", "quote"))
        or (after and after.text[:1].isupper())
    ):
        return False
    return not (
        after is not None
        and after.text[:1].isupper()
        and after.name == "none"
        and after.gap
        and item.text[:1].isupper()
    )
