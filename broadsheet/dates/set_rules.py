"""Rules for sets: "every two years", "daily", "each Monday"."""

from __future__ import annotations

from fractions import Fraction

from broadsheet.dates.durations import Repeat
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.shifts import Duration
from broadsheet.dates.specs import Spec
from broadsheet.dates.year_part_rules import is_drop


@rule("sets", name="repeat")
def repeated_word(found: Match) -> Spec | None:
    """ "daily", "annually"."""
    return Repeat(found.get("sets")) if _is_set(found) else None


@rule("every|each other? weekday", "on? weekdays", "weekdays and weekdays", "the weekdays", name="repeat")
def weekdays(found: Match) -> Spec | None:
    """ "every Tuesday", "on Sundays"."""
    return _repeat_weekday(found)


@rule("every|each part", name="repeat")
def every_part(found: Match) -> Spec | None:
    """ "every morning"."""
    return Repeat(f"T{found.get('part')}")


@rule("every|each season", name="repeat")
def every_season(found: Match) -> Spec | None:
    """ "each spring"; not "each fall in prices"."""
    return None if is_drop(found) else Repeat(f"XXXX-{found.get('season')}")


@rule("every|each mon dot? day|ordinal?", "every|each day|ordinal of? mon", name="repeat")
def every_month_day(found: Match) -> Spec | None:
    """ "every May", "each July 4", "every 2 April"."""
    day = found.get("day", "ordinal")
    return Repeat(f"XXXX-{found.month:02d}" + (f"-{day:02d}" if day else ""))


@rule(
    "every|each other? unit",
    "every|each count|few hyphen? anyunit",
    "once|times a|per|each|every unit",
    "every unit",
    "every|each ordinal anyunit",
)
def repeat(found: Match) -> Spec | None:
    """ "every two years", "every other day", "once a week", "every few months"."""
    unit = found.get("unit", "units")
    if found.items[-1].lower == "night":
        return Repeat("TNI")
    if unit == "WE":
        return Repeat("XXXX-WXX-WE")
    if found.has("few"):
        return Repeat(Duration(((unit, None),)).written)
    if found.has("times") and found.class_before == "none":
        return None
    count = found.get("day", "short", "number", "word", "ordinal") or (2 if found.has("other") else 1)
    return Repeat(Duration(((unit, Fraction(count)),)).written)


def _repeat_weekday(found: Match) -> Spec:
    return Repeat(f"XXXX-WXX-{found.get('weekday', 'weekdays')}")


@rule(
    "every|each ordinal weekday [of the|every|each unit]",
    "the? ordinal|last weekday of|in every|each unit|mon",
    "alternate weekdays",
    "every|each weekday [comma weekday] and|or weekday",
    name="repeat",
)
def repeated_weekday(found: Match) -> Spec | None:
    """ "every second Tuesday", "the last Friday of each month", "on alternate Mondays"."""
    return _repeat_weekday(found)


@rule("weekday parts|units", "every|each weekday part|unit", name="repeat")
def repeated_part(found: Match) -> Spec | None:
    """ "on Friday nights", "every Sunday morning"."""
    last = found.items[-1]
    letters = "NI" if last.lower in ("night", "nights") else found.get("part", "parts")
    return Repeat(f"XXXX-WXX-{found.get('weekday')}T{letters}") if letters else None


def _is_set(found: Match) -> bool:
    """Whether a word like "daily" is a set, not part of a name ("Daily Mail", "the Weekly")."""
    if not found.items[0].text[:1].isupper():
        return True
    begins = found.class_before in ("", "dot", "none", "quote")
    return begins and not (found.after is not None and found.after.text[:1].isupper())
