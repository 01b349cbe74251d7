"""Rules for days near the anchor: "Friday", "last Friday", "yesterday", "the 5th", and dates in digits."""

from __future__ import annotations

from broadsheet.dates.digit_dates import read_digit_date
from broadsheet.dates.named_days import EveryDay, WeekdayAfter, WeekdayOfWeek
from broadsheet.dates.periods import Clock
from broadsheet.dates.rules import Match, add_mod, rule
from broadsheet.dates.shifts import Shift
from broadsheet.dates.specs import CalendarDay, Spec

_POSSESSIVES = frozenset(["my", "your", "his", "her", "its", "our", "their"])


@rule(
    "weekday",
    "on? lastnext weekday",
    "weekday lastnext unit",
    "weekday of? lastnext unit",
    "lastnext unit comma? on? weekday",
    "on weekday lastnext unit",
    "weekday comma? the? ordinal|day",
    "on? lastnext weekday the? ordinal",
)
def bare_weekday(found: Match) -> Spec | None:
    weekday = found.get("weekday")
    if found.has("unit"):
        if found.get("unit") != "W" or found.has("past"):
            return None
        return WeekdayOfWeek(weekday, found.direction or 0)
    if found.has("ordinal", "day", "word"):
        number = found.get("ordinal", "day", "word")
        if not found.has("the", "ordinal") or number > 31 or _is_of_noun(found):
            return None
        return CalendarDay(None, None, number, weekday)
    if found.direction is None:
        return CalendarDay(weekday=weekday)
    direction = found.direction
    return CalendarDay(weekday=weekday, direction=direction, this=found.has("this"))


def _is_of_noun(found: Match) -> bool:
    """ "Saturday's second division", "Monday, the first session": an ordinal in words that a noun has."""
    ordinal, weekday = found.item("ordinal"), found.item("weekday")
    if ordinal is None or ordinal.text[:1].isdigit():
        return False
    is_owner = weekday is not None and weekday.text.endswith(("'s", "’s"))
    return is_owner or (found.has("comma") and (found.word_after.isalpha() or found.class_after == "hyphen"))


@rule("weekday unit", "a|word|day anyunit on|from weekday", name="weekday_week")
def weekday_week(found: Match) -> Spec | None:
    """ "Thursday week", "a week on Tuesday", "two weeks from Friday": that many weeks after the coming day."""
    unit, count = found.get("unit", "units"), found.get("word", "day") or 1
    is_after_for = found.before is not None and found.before.name in ("for", "last", "past", "the", "within")
    if unit not in ("W", "FN") or is_after_for:
        return None
    if count in ("a", "an"):
        count = 1
    return WeekdayAfter(found.get("weekday"), int(count) * (2 if unit == "FN" else 1))


@rule("a unit today", name="weekday_week")
def week_tomorrow(found: Match) -> Spec | None:
    """ "a week tomorrow": that many days and a week from the publication."""
    days = found.get("today")
    return Shift("D", 7 + days) if found.get("unit") == "W" and days in (0, 1) else None


@rule("the unit before last", "the unit after next", name="relative_day")
def period_after_next(found: Match) -> Spec | None:
    """ "the week before last", "the year after next"."""
    unit = found.get("unit")
    return Shift(unit, -2 if found.has("last") else 2) if unit in ("W", "M", "Y") else None


@rule("today")
def relative_day(found: Match) -> Spec | None:
    """ "yesterday", "tonight"; "now" is no date by itself."""
    item = found.items[0]
    if item.lower == "now":
        return None
    return Clock(None, part="NI", day=Shift("D", 0)) if item.lower == "tonight" else Shift("D", item.value)


@rule("the unit before|after today", "unit before|after today")
def day_beside(found: Match) -> Spec | None:
    if found.get("unit") != "D":
        return None
    return Shift("D", found.get("today") + (1 if found.has("after") else -1))


@rule("for|by|on the day|ordinal", "on ordinal", "on the? ordinal")
def day_only(found: Match) -> Spec | None:
    """ "on the 27th": a day of a month that is not printed; no noun may follow."""
    if found.after is not None and found.after.name not in ("dot", "comma", "close", "and", "at"):
        return None
    if not found.has("ordinal") and (not found.has("the") or (found.after is not None and found.after.name == "and")):
        return None
    number = found.get("day", "ordinal")
    item = found.item("ordinal", "day")
    if item is None or not item.text[:1].isdigit():
        return None
    return CalendarDay(day=number)


def _is_age(found: Match) -> bool:
    """ "in her early 40s": an age, not a decade. Bare "40s" after "early" belongs to a longer match or to none."""
    before, item = found.before, found.item("fixed")
    if before is None or item is None:
        return False
    return before.lower in _POSSESSIVES or (
        item.text[:1].isdigit() and before.name in ("early", "late", "mid", "hyphen")
    )


@rule(
    "fixed",
    "weekday comma? fixed",
    "the fixed",
    "early|late|mid hyphen? fixed",
    "the early|late|mid hyphen? fixed",
    "every|each fixed",
)
def fixed(found: Match) -> Spec | None:
    item = found.item("fixed")
    assert item is not None
    kind, surface = item.value
    spec = read_digit_date(kind, surface, found)
    if spec is None or (kind == "shortdecade" and _is_age(found)):
        return None
    if found.has("every", "each"):
        return EveryDay(spec) if kind == "shortdate" else None
    if kind != "shortdecade" and found.has("the", "early", "late", "mid"):
        return None
    return add_mod(found, spec)
