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
    "unit of mon dot day|ordinal",
    "unit of mon day|ordinal",
)
def week_of(found: Match) -> Spec | None:
    """ "the week of July 3", "the month starting on 3 July"."""
    unit = found.get("unit")
    if unit not in ("W", "M", "WE") or not found.has("of", "starting", "start"):
        return None
    return WeekOf(unit, CalendarDay(None, found.month, found.get("day", "ordinal")))


@rule("the unit of the ordinal", name="week_of")
def week_of_ordinal(found: Match) -> Spec | None:
    """ "the week of the 14th"."""
    return WeekOf("W", CalendarDay(None, None, found.get("ordinal"))) if found.get("unit") == "W" else None


@rule("unit number|day|short|word", "unit count of? year", name="week_of")
def numbered_week(found: Match) -> Spec | None:
    """ "week 23", "week 5 of 2024"."""
    number, year = found.get("day", "short", "word", "number"), found.get("year")
    if found.get("unit") != "W" or number is None or not 1 <= number <= 53:
        return None
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
    year, month = found.get("year"), found.month
    return Between(CalendarDay(year, month, first), CalendarDay(year, month, last))
