"""Rules for weeks and weekends by their days or number: "the week of July 3", "the weekend of 14-15 March"."""

from __future__ import annotations

from broadsheet.dates.named_days import NthOf
from broadsheet.dates.periods import Between, WeekOf
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.shifts import Shift
from broadsheet.dates.specs import CalendarDay, Spec


@rule(
    "the? unit of? starting|start? on? the? mon dot? day|ordinal",
    "the unit starting|start|of on? the? day|ordinal of? mon",
    "unit number|day|short|word",
    "unit count of? year",
    "the unit of the ordinal",
    "unit of mon dot day|ordinal",
    "unit of mon day|ordinal",
)
def week_of(found: Match) -> Spec | None:
    unit = found.items[0].value if found.items[0].name == "unit" else found.get("unit")
    if found.has("month", "ambiguous"):
        if unit not in ("W", "M", "WE") or not found.has("of", "starting", "start"):
            return None
        return WeekOf(unit, CalendarDay(None, found.get("month", "ambiguous"), found.get("day", "ordinal", "word")))
    if found.has("ordinal"):
        return WeekOf(unit, CalendarDay(None, None, found.get("ordinal"))) if unit == "W" else None
    if unit != "W" or not found.items[0].text[:1]:
        return None
    number = found.get("day", "short", "word", "number")
    if number is None or not 1 <= number <= 53:
        return None
    year = found.get("year")
    return NthOf(number, "W", None, CalendarDay(year) if year else Shift("Y", 0))


@rule(
    "the? unit of mon dot? day|ordinal and|hyphen|dash|to day|ordinal [comma? year]",
    "the? unit of the? day|ordinal and|hyphen|dash|to the? day|ordinal of? mon dot? [comma? year]",
    name="week_of",
)
def week_of_days(found: Match) -> Spec | None:
    """ "the weekend of 14-15 March": the days themselves."""
    first, last = found.all("day", "ordinal")
    if found.get("unit") not in ("W", "WE") or first >= last:
        return None
    year, month = found.get("year"), found.get("month", "ambiguous")
    return Between(CalendarDay(year, month, first), CalendarDay(year, month, last))
