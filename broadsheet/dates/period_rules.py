"""Rules for periods: "last week", "early 2021", "the 1990s", "the third quarter", "the first Friday of July"."""

from __future__ import annotations

from fractions import Fraction

from broadsheet.dates.items import Item
from broadsheet.dates.periods import (
    Clock,
    Fiscal,
    Holiday,
    Modified,
    NthOf,
    WeekOf,
    YearPart,
    Years,
)
from broadsheet.dates.rules import DIRECTIONS, MODS, Match, add_mod, has_month, rule
from broadsheet.dates.shifts import RestOf, Shift, Within
from broadsheet.dates.specs import CalendarDay, Spec

_DECADE_WORDS = frozenset(
    ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
)
_SEASON_STANDS_WORDS = frozenset(
    ["in", "the", "since", "until", "during", "of", "by", "before", "after", "every", "each", "through"]
)
_HOLIDAY_WORDS = frozenset(["merry", "happy", "white", "orthodox", "on", "since", "until", "by", "this"])


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
    if found.has("month", "doubtful"):
        return Modified(
            CalendarDay(None, found.get("month", "doubtful"), None, None, found.direction or 0, this=found.has("this")),
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
    if found.has("month", "doubtful"):
        spec = CalendarDay(found.get("year"), found.get("month", "doubtful")) if has_month(found) else None
    elif found.has("weekday"):
        spec = CalendarDay(weekday=found.get("weekday"))
    elif found.has("decade"):
        spec = decade(found)
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


@rule("the? decade", "the? year decade", "early|late|mid hyphen? decade", "the? word hyphen? decade")
def decade(found: Match) -> Spec | None:
    item = found.item("decade")
    assert item is not None
    value = item.value
    if isinstance(value, tuple):
        value = int(value[1][1:3])
    first = value if value > 100 else (2000 if item.lower == "noughties" else 1900 + value)
    century = found.get("word")
    if century is not None:
        return (
            Years(first := int(century) * 100 + value, first + 9, f"{first:04d}"[:3]) if 15 <= century <= 20 else None
        )
    if item.lower in _DECADE_WORDS and not found.has("the", "early", "late", "mid"):
        return None
    before = found.before
    if before and before.lower in ("her", "his", "their", "my", "your", "our"):
        return None
    return add_mod(found, Years(first, first + 9, f"{first:04d}"[:3]))


@rule("the? early|late|mid? hyphen? ordinal hyphen? unit [era]", "the? ordinal and|or|to ordinal units")
def century(found: Match) -> Spec | None:
    unit = found.get("unit", "units")
    if unit != "CE":
        return None
    numbers = found.all("ordinal")
    if found.get("era") in ("bc", "bce"):
        return Fiscal(f"BC{numbers[0] - 1:02d}")
    first, last = (numbers[0] - 1) * 100, numbers[-1] * 100 - 1
    return add_mod(
        found,
        Years(
            max(first, 1),
            last,
            f"{numbers[0] - 1:02d}" if len(numbers) == 1 else f"{numbers[0] - 1:02d}/{numbers[-1] - 1:02d}",
        ),
    )


@rule(
    "season",
    "season of? year",
    "lastnext season",
    "the season of year",
    "season of? lastnext unit",
    "early|late|mid hyphen? season [of? year]",
    "season comma year",
)
def season(found: Match) -> Spec | None:
    letters = found.get("season")
    item = found.item("season")
    if len(found.items) == 1 and item and not _season_stands(found, item):
        return None
    if found.has("unit"):
        if found.get("unit") != "Y":
            return None
        return YearPart(letters, None, found.direction)
    return add_mod(found, YearPart(letters, found.get("year"), found.direction))


def _season_stands(found: Match, item: Item) -> bool:
    """A season without year: after a word that dates take, and no noun behind it ("spring water")."""
    before = found.before
    if (
        item.lower == "spring"
        and found.after
        and found.after.name == "none"
        and found.after.text.isalpha()
        and found.after.gap
    ):
        return False
    return before is not None and before.name in _SEASON_STANDS_WORDS and item.text.islower()


@rule(
    "the? ordinal unit of? year",
    "the? ordinal unit of? the? lastnext unit",
    "the? ordinal unit",
    "quarter",
    "quarter comma? of? year",
    "quarter of? lastnext unit",
    "year quarter",
    "year hyphen quarter",
    "year comma? the? ordinal unit",
    "the? ordinal half of? year",
    "the? ordinal half of? the? lastnext unit",
    "the? lastnext half? unit of? year",
    "the? ordinal hyphen unit",
    "fiscal ordinal unit",
    "ordinal fiscal unit",
    "the? ordinal half of the unit",
    "lastnext unit ordinal hyphen? unit",
)
def quarter(found: Match) -> Spec | None:
    units = found.all("unit")
    year, shift = found.get("year"), found.direction
    if found.has("quarter"):
        part = found.get("quarter")[1] if isinstance(found.get("quarter"), tuple) else "Q1"
        return YearPart(part.upper(), year, shift)
    number = found.get("ordinal")
    if units[-1:] == ["Q"] and units[0] == "Y":
        units.reverse()
    if found.has("half"):
        if units and units[-1] != "Y":
            return None
        return YearPart(f"H{number}", year, shift) if number in (1, 2) else None
    if units and units[0] == "Q" and number and number <= 4:
        if len(units) > 1 and units[1] != "Y":
            return None
        if (
            len(found.items) <= 2
            and found.after
            and found.after.lower in ("of", "final", "finals")
            and found.after.lower != "of"
        ):
            return None
        return YearPart(f"Q{number}", year, shift, found.has("fiscal"))
    return None


@rule(
    "the? ordinal|last weekday of|in mon [comma? year]",
    "the? ordinal|last weekday of|in lastnext unit",
    "the? ordinal|last unit of|in mon [comma? of? year]",
    "the? ordinal|last unit of|in the? lastnext unit",
    "the? ordinal|last unit of year",
    "the? ordinal unit lastnext unit",
    "the? ordinal day? of the? lastnext unit",
    "the? ordinal lastnext unit",
    "the? last unit of the? year",
    "the? ordinal|last weekday mon [comma? year]",
    "the? ordinal|last weekday",
    "the? ordinal|last unit of unit",
)
def nth_of(found: Match) -> Spec | None:
    nth = found.get("ordinal")
    nth = -1 if nth is None else nth
    units = found.all("unit")
    weekday = found.get("weekday")
    whole: Spec
    if found.has("month", "doubtful"):
        if not has_month(found):
            return None
        whole = CalendarDay(found.get("year"), found.get("month", "doubtful"))
        unit = units[0] if units else "D"
    elif found.has("year"):
        whole, unit = CalendarDay(found.get("year")), units[0]
    elif weekday and not units:
        if found.has("last") and not found.has("the"):
            return None
        if nth < 0 or nth > 5 or not found.before or found.has("the"):
            return None
        whole, unit = Shift("M", 0), "D"
        return NthOf(nth, unit, weekday, whole)
    else:
        if not units or (found.direction is None and not found.has("last")):
            return None
        direction = next((DIRECTIONS[item.name] for item in reversed(found.items) if item.name in DIRECTIONS), 0)
        whole = Shift(units[-1], direction)
        unit = units[0] if len(units) > 1 else "D"
        if units[-1] not in ("M", "Y", "Q"):
            return None
    if unit not in ("D", "W", "M", "WE") or (unit == "Q"):
        return None
    if nth > (366 if unit == "D" else 53):
        return None
    return NthOf(nth, "W" if unit == "WE" else unit, weekday, whole)


@rule("holiday", "holiday comma? of? year", "lastnext holiday", "holiday lastnext unit", "the holiday")
def holiday(found: Match) -> Spec | None:
    before = found.before
    if (
        len(found.items) == 1
        and before is not None
        and before.name == "none"
        and before.text[:1].isupper()
        and before.text.isalpha()
    ) and before.lower not in _HOLIDAY_WORDS:
        return None
    return Holiday(found.get("holiday"), found.get("year"), found.direction)


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
    if found.has("month", "doubtful"):
        if unit not in ("W", "M", "WE") or not found.has("of", "starting", "start"):
            return None
        return WeekOf(unit, CalendarDay(None, found.get("month", "doubtful"), found.get("day", "ordinal", "word")))
    if found.has("ordinal"):
        return WeekOf(unit, CalendarDay(None, None, found.get("ordinal"))) if unit == "W" else None
    if unit != "W" or not found.items[0].text[:1]:
        return None
    number = found.get("day", "short", "word", "number")
    if number is None or not 1 <= number <= 53:
        return None
    year = found.get("year")
    return NthOf(number, "W", None, CalendarDay(year) if year else Shift("Y", 0))


@rule("rest of? the|my|this? unit", "the rest of the|this? unit", "rest of? this unit")
def rest_of(found: Match) -> Spec | None:
    unit = found.get("unit")
    return RestOf(unit) if unit in ("W", "M", "Y", "DE", "Q", "D") else None
