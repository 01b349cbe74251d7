"""Rules for periods: "last week", "early 2021", "the 1990s", "the third quarter", "the first Friday of July"."""

from __future__ import annotations

from fractions import Fraction

from broadsheet.dates.periods import Clock, Modified
from broadsheet.dates.rules import MODS, Match, add_mod, has_month, rule
from broadsheet.dates.shifts import Shift, Within
from broadsheet.dates.specs import CalendarDay, Spec
from broadsheet.dates.year_part_rules import decade


@rule(
    "lastnext unit",
    "the same unit",
    "the previous|following unit",
    "the next unit",
    "the past|last unit",
    "that same? unit",
    "the unit",
    "early|late|mid hyphen? lastnext unit",
)
def period(found: Match) -> Spec | None:
    unit, item = found.get("unit"), found.item("unit")
    if item is None or unit.startswith("T") or unit == "ML":
        if (
            unit
            and unit.startswith("T")
            and found.has("past", "last", "next")
            and item
            and item.lower not in ("h", "second", "min", "sec")
        ):
            return Within(unit, Fraction(1), 1 if found.has("next") else -1)
        return None
    if item.lower == "night":
        if found.has("last"):
            return Clock(None, part="NI", day=Shift("D", -1))
        if found.has("this", "that"):
            return Clock(None, part="NI", day=Shift("D", 0))
        return None
    if found.items[0].name == "the" and len(found.items) == 2 and unit != "WE":
        return None
    if (found.has("the") and found.has("same", "previous", "following")) or found.has("that") or found.has("same"):
        shift = 0 if found.has("that", "same") else found.direction or 0
        return Shift(unit, shift, base="previous")
    if found.has("the") and found.has("next"):
        return Shift(unit, 1, base="previous") if unit == "D" else Shift(unit, 1)
    if found.has("the") and found.has("last", "past"):
        return Within(unit, Fraction(1), -1)
    if found.has("following", "previous"):
        return Shift(unit, found.direction or 0, base="previous")
    if unit == "D" and found.has("this", "last", "past", "next"):
        if found.has("this") and found.before is not None and found.before.name not in ("none", "on", "to"):
            return None
        return Shift("D", found.direction or 0)
    if found.has("past"):
        return Within(unit, Fraction(1), -1)
    return add_mod(found, Shift(unit, found.direction or 0))


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
            CalendarDay(
                None, found.get("month", "ambiguous"), None, None, found.direction or 0, this=found.has("this")
            ),
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
    mod = next(MODS[item.name] for item in found.items if item.name in MODS)
    spec: Spec | None
    if found.has("month", "ambiguous"):
        spec = CalendarDay(found.get("year"), found.get("month", "ambiguous")) if has_month(found) else None
    elif found.has("weekday"):
        spec = CalendarDay(weekday=found.get("weekday"))
    elif found.has("decade"):
        return decade(found)
    elif found.has("unit"):
        unit = found.get("unit")
        spec = (
            None
            if unit.startswith("T") or (unit == "D" and not found.has("start", "end"))
            else Shift(unit, found.direction or 0)
        )
    else:
        spec = CalendarDay(found.get("year"))
    return Modified(spec, mod) if spec else None
