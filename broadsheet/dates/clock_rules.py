"""Rules for times of day and parts of the day."""

from __future__ import annotations

from broadsheet.dates.item_classes import Item
from broadsheet.dates.periods import Clock
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.shifts import Shift
from broadsheet.dates.specs import CalendarDay, Spec

_ZONE_WORDS = frozenset(["eastern", "pacific"])
# Days of "this morning", "last night", "that evening", "the next afternoon".
_DAYS_OF_PARTS: dict[str, Spec] = {
    "this": Shift("D", 0),
    "last": Shift("D", -1),
    "that": Shift("D", 0, base="previous"),
    "next": Shift("D", 1, base="previous"),
    "following": Shift("D", 1, base="previous"),
    "previous": Shift("D", -1, base="previous"),
}
_BEFORE_PARTS = frozenset(["in", "early", "late", "by", "until"])


def _read_clock(item: Item) -> tuple[int, int | None, int | None]:
    numbers = [int(part) for part in item.value[1].replace(".", ":").split(":")]
    return numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None


def half_of(part: str | None) -> int:
    """The half of the day in which a part of it lies: 0 for the morning, 12 for the others."""
    return 0 if part == "MO" else 12


def to_day_hour(hour: int, half: int | None) -> int | None:
    """The hour of 24 for a printed one and its half of the day, 0 or 12; None where the clock has no such hour.

    >>> to_day_hour(12, 0), to_day_hour(7, 12), to_day_hour(19, None), to_day_hour(30, None)
    (0, 19, 19, None)
    """
    if not 0 <= hour <= 24:
        return None
    return hour if half is None or hour > 12 else hour % 12 + half


@rule(
    "clock ampm? zone?",
    "clock ampm? zone time",
    "clock hyphen ampm",
    "clock open? local? time? zone close?",
    "clock local time",
    "clock in the part",
    "clock ampm in the part",
)
def time_of_day(found: Match) -> Spec | None:
    item = found.item("clock")
    assert item is not None
    hour, minute, second = _read_clock(item)
    half = found.get("ampm")
    if found.has("part") and half is None:
        half = half_of(found.get("part"))
    value = to_day_hour(hour, half)
    return Clock(value, minute, second, zone=found.get("zone")) if value is not None else None


@rule("number|year|decimal zone")
def military_time(found: Match) -> Spec | None:
    """ "0930 GMT"."""
    item = found.items[0]
    if len(item.text) != 4 or not item.text.isdigit() or found.items[1].lower in _ZONE_WORDS:
        return None
    hour, minute = divmod(int(item.text), 100)
    return Clock(hour, minute, None, zone=found.get("zone")) if hour < 24 and minute < 60 else None


@rule(
    "day|word hyphen? ampm zone?",
    "day|word hyphen? ampm zone time",
    "day|word oclock ampm? zone?",
    "day oclock in the part",
    "word oclock in the part",
    "day ampm in the part",
    "day|word in the part",
    "day|word ampm open? zone close?",
    "number ampm",
)
def hour_of_day(found: Match) -> Spec | None:
    """ "3 p.m.", "730 pm", "eight in the evening"."""
    clock = _read_hour(found)
    if clock is None:
        return None
    hour, minute = clock
    half, part = found.get("ampm"), found.get("part")
    if half is None and part is not None:
        if found.items[1].name == "in" and hour > 12:
            return None
        half = 0 if part == "NI" and hour == 12 else half_of(part)
    value = to_day_hour(hour, half)
    return Clock(value, minute, zone=found.get("zone")) if value is not None else None


def _read_hour(found: Match) -> tuple[int, int | None] | None:
    """Hour and minute of "7" and "730"; None where no clock shows them."""
    number = found.get("day", "word", "number")
    if number is None:
        return None
    hour, minute = divmod(number, 100) if found.has("number") else (number, None)
    is_shown = 1 <= hour <= 24 and (minute is None or minute < 60)
    return (hour, minute) if is_shown else None


@rule("word word ampm", "word word word ampm", "word hyphen? word oclock", "word word", "word word in the part|unit")
def spoken_time(found: Match) -> Spec | None:
    """ "seven thirty p.m.", "at seven thirty", "seven thirty in the morning"."""
    if len(found.items) == 2 and not _stands_as_time(found):
        return None
    printed, *rest = found.all("word")
    minute, in_part = sum(rest), found.has("in")
    hour = to_day_hour(printed, half_of(found.get("part")) if in_part else found.get("ampm"))
    if hour is None or minute > 59 or (in_part and printed > 12):
        return None
    return Clock(hour, minute)


def _stands_as_time(found: Match) -> bool:
    """Whether two numbers in words are a time: between "at" and the end of a phrase."""
    return found.class_before in ("at", "for") and found.class_after in ("", "dot", "comma")


@rule("part clock", "part at day|word", "part day|word ampm", "day|word oclock? part|noon", "part day|word oclock")
def hour_in_part(found: Match) -> Spec | None:
    """ "afternoon 7:00", "11 o'clock lunchtime"."""
    item = found.item("clock")
    hour, minute, second = _read_clock(item) if item else (found.get("day", "word"), None, None)
    if not 1 <= hour <= 12:
        return None
    is_oclock, part = found.has("oclock"), found.get("part")
    if found.has("noon"):
        return Clock(hour, minute) if is_oclock else None
    if found.items[0].name in ("day", "word") and part != "MI" and not is_oclock:
        return None
    half = found.get("ampm")
    if half is None:
        half = _half_at_midday(hour) if part == "MI" else half_of(part)
    return Clock(to_day_hour(hour, half), minute, second)


def _half_at_midday(hour: int) -> int:
    """ "11 lunchtime" lies before noon, "1 lunchtime" after it."""
    return 0 if hour in (10, 11) else 12


@rule("noon", "day|word noon", "mid hyphen? unit", "mid hyphen? part")
def noon(found: Match) -> Spec | None:
    if found.has("mid"):
        if found.has("part"):
            return Clock({"MO": 10, "AF": 14, "EV": 20}.get(found.get("part"), 0))
        return {"day": Clock(12), "night": Clock(0)}.get(found.items[-1].lower)
    if found.has("day", "word") and found.get("day", "word") != 12:
        return None
    return Clock(found.get("noon"))


def _read_named_day(found: Match) -> CalendarDay:
    """The weekday or the day of a month beside a part of the day: "Tuesday night", "the evening of the 27th"."""
    if not found.has("weekday"):
        return CalendarDay(day=found.get("ordinal"))
    direction = found.direction
    return CalendarDay(weekday=found.get("weekday"), direction=direction or 0, this=direction == 0)


@rule(
    "this|that part",
    "the next|following|previous part",
    "weekday part",
    "today part",
    "last part",
    "weekday unit",
    "today unit",
    "the? part of? weekday",
    "part before?",
    "that unit",
    "the next|following|previous unit",
    "the unit of? weekday",
    "early|late this? part",
    "lastnext weekday part|unit",
    "weekday early|late|mid? part",
    "unit of mon day|ordinal",
    "the? part of mon day|ordinal [comma? year]",
    "the? unit of mon day|ordinal [comma? year]",
    "the? part of day|ordinal mon [year]",
    "part of the? ordinal",
)
def part_of_day(found: Match) -> Spec | None:
    """ "Monday night", "this morning"; a part alone after "in" and the like is a time without a day."""
    part = found.get("part") or ("NI" if _names_night(found) else None)
    if part is None:
        return None
    day = _find_day_of_part(found)
    if day is not None:
        return Clock(None, part=part, day=day)
    stands_alone = found.has("part") and not found.has("before")
    return Clock(None, part=part) if stands_alone and found.class_before in _BEFORE_PARTS else None


def _names_night(found: Match) -> bool:
    """Nights are a unit too, one of days."""
    unit = found.item("unit")
    return unit is not None and unit.lower == "night"


def _find_day_of_part(found: Match) -> Spec | None:
    if found.month is not None:
        return CalendarDay(found.get("year"), found.month, found.get("day", "ordinal"))
    if found.has("weekday", "ordinal"):
        return _read_named_day(found)
    if found.has("today"):
        return Shift("D", found.get("today"))
    return next((_DAYS_OF_PARTS[item.name] for item in found.items if item.name in _DAYS_OF_PARTS), None)
