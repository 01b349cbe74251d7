"""Rules for periods: "last week", "early 2021", "the 1990s", "the third quarter", "the first Friday of July"."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from broadsheet.dates.periods import Clock, Modified, TheWeekend
from broadsheet.dates.rules import MODS, Match, add_mod, has_month, rule
from broadsheet.dates.shifts import Shift, Within
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue
from broadsheet.dates.year_part_rules import decade

# A story that lies so many days back goes on in its own time: "the next year".
_LONG_AGO_DAYS = 366
# Units of which the coming one is counted from the publication: the 2030s are no "next decade" of 2026.
_LONG_UNITS = frozenset(["DE", "CE"])
_BEFORE_LENGTHS = frozenset(["over", "for", "within", "during"])
# Units too short to be named by "last" and "next" alone ("the last min").
_SHORTEST_UNITS = frozenset(["h", "second", "min", "sec"])


@rule("lastnext unit", "early|late|mid hyphen? lastnext unit", name="period")
def relative_period(found: Match) -> Spec | None:
    """ "last week", "early next year", "this month"."""
    unit, shift = found.get("unit"), found.direction or 0
    if _is_within_day(found):
        return _read_within_day(found)
    if found.has("following", "previous"):
        return Shift(unit, shift, base="previous")
    if unit == "D":
        return None if _is_object_of_preposition(found) else Shift("D", shift)
    if found.has("past"):
        return Within(unit, Fraction(1), -1)
    return add_mod(found, Shift(unit, shift))


@rule("the same unit", "the previous|following unit", "that same? unit", name="period")
def period_from_text(found: Match) -> Spec | None:
    """ "that week", "the following month": counted from the date before it in the text."""
    if _is_within_day(found):
        return _read_within_day(found)
    return Shift(found.get("unit"), found.direction or 0, base="previous")


@rule("the next unit", name="period")
def next_period(found: Match) -> Spec | None:
    """ "the next day" follows the date before it in the text, "the next week" the publication; "over the next decade"
    is ten years from now.
    """
    if _is_within_day(found):
        return _read_within_day(found)
    unit = found.get("unit")
    if unit in _LONG_UNITS and found.class_before in _BEFORE_LENGTHS:
        return Within(unit, Fraction(1), 1)
    return (
        Shift("D", 1, base="previous") if unit == "D" else NextInStory(Shift(unit, 1), Shift(unit, 1, base="previous"))
    )


@dataclass(frozen=True, slots=True)
class NextInStory:
    """ "The next year" of a clause in the past: after the date before it where that lies years back."""

    plain: Spec
    told: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        previous, day = anchor.previous, anchor.day
        is_story = anchor.side == "past" and previous is not None and day is not None
        if is_story and previous is not None and day is not None and (day - previous).days > _LONG_AGO_DAYS:
            return self.told.resolve(anchor)
        return self.plain.resolve(anchor)


@rule("the past|last unit", name="period")
def past_period(found: Match) -> Spec | None:
    """ "the past week": the days up to the publication."""
    return _read_within_day(found) if _is_within_day(found) else Within(found.get("unit"), Fraction(1), -1)


@rule("the unit", name="period")
def definite_period(found: Match) -> Spec | None:
    """ "the weekend"; "the week" alone is not a date."""
    names_days = found.after is not None and found.after.name == "of"
    return TheWeekend() if found.get("unit") == "WE" and not names_days else None


def _is_within_day(found: Match) -> bool:
    """Whether the unit is a time unit, a night, or a millennium, which have readings of their own."""
    unit = found.get("unit")
    return unit.startswith("T") or unit == "ML" or found.items[-1].lower == "night"


def _read_within_day(found: Match) -> Spec | None:
    """ "the last hour", "last night", "that night"."""
    unit, lower = found.get("unit"), found.items[-1].lower
    if unit.startswith("T"):
        is_counted = found.has("past", "last", "next") and lower not in _SHORTEST_UNITS
        return Within(unit, Fraction(1), 1 if found.has("next") else -1) if is_counted else None
    nights = {"last": -1, "this": 0, "that": 0}
    shift = next((nights[item.name] for item in found.items if item.name in nights), None)
    return Clock(None, part="NI", day=Shift("D", shift)) if shift is not None and unit != "ML" else None


def _is_object_of_preposition(found: Match) -> bool:
    """ "by this day": "this day" counts only after "on", "to" or an ordinary word."""
    before = found.before
    return found.has("this") and before is not None and before.name not in ("none", "on", "to")


@rule(
    "earlier|later this unit",
    "earlier|later in the unit",
    "late|early this unit",
    "earlier|later lastnext mon",
    "later today",
    "earlier today",
    "later|earlier this|last part",
)
def part_of_period(found: Match) -> Spec | None:
    mod = "END" if found.has("later", "late") else "START"
    if found.has("today"):
        return Shift("D", found.get("today"))
    if found.has("part"):
        return Clock(None, part=found.get("part"), day=Shift("D", 0))
    if found.has("month", "ambiguous"):
        return Modified(
            CalendarDay(None, found.month, None, None, found.direction or 0, this=found.has("this")),
            mod,
        )
    unit = found.get("unit")
    if unit.startswith("T") or unit == "D":
        return None
    return Modified(Shift(unit, 0), mod)


@rule(
    "early|late|mid|start|end hyphen? of? the? mon [dot? comma? of? year]",
    "early|late|mid|start|end hyphen? of? the? year",
    "the? early|late|mid|start|end hyphen? of? the? decade",
    "the? start|end|mid of the? lastnext unit",
    "the? start|end|mid of the unit",
    "the early|late part? of year",
    "early|late|mid hyphen? on? weekday",
)
def modified(found: Match) -> Spec | None:
    """ "early May", "late 2023", "the end of the week", "the mid 1990s"."""
    if found.has("decade"):
        return decade(found)
    spec = _find_whole(found)
    mod = next(MODS[item.name] for item in found.items if item.name in MODS)
    return Modified(spec, mod) if spec else None


def _find_whole(found: Match) -> Spec | None:
    """The period of which a part is named."""
    if found.month is not None:
        return CalendarDay(found.get("year"), found.month) if has_month(found) else None
    if found.has("weekday"):
        return CalendarDay(weekday=found.get("weekday"))
    if not found.has("unit"):
        return CalendarDay(found.get("year"))
    unit = found.get("unit")
    if unit.startswith("T") or (unit == "D" and not found.has("start", "end")):
        return None
    return Shift(unit, found.direction or 0)
