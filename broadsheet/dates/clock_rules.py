"""Rules for times of day and parts of the day."""

from __future__ import annotations

from broadsheet.dates.item_classes import Item
from broadsheet.dates.periods import Clock
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.shifts import Shift
from broadsheet.dates.specs import CalendarDay, Spec

_ZONE_WORDS = frozenset(["eastern", "pacific"])


def _read_clock(item: Item) -> tuple[int, int | None, int | None]:
    numbers = [int(part) for part in item.value[1].replace(".", ":").split(":")]
    return numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None


def to_day_hour(hour: int, half: int | None) -> int | None:
    if half is None:
        return hour if 0 <= hour <= 24 else None
    if not 0 <= hour <= 24:
        return None
    if hour > 12:
        return hour
    return hour % 12 + half


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
        half = 0 if found.get("part") == "MO" else 12
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
    "short ampm",
)
def hour_of_day(found: Match) -> Spec | None:
    number = found.get("day", "word", "number", "short", "year")
    unit = found.item("unit")
    if number is None or (unit is not None and (unit.lower != "night" or number > 12)):
        return None
    minute: int | None = None
    if found.has("number", "year"):
        number, minute = divmod(number, 100)
        if minute > 59:
            return None
    half = found.get("ampm")
    if not 1 <= number <= 24 or (half is not None and number > 12 and found.has("number") is False and number > 24):
        return None
    if unit is not None:
        half = 0 if number == 12 else 12
    if found.has("part") and half is None:
        half = 0 if found.get("part") == "MO" else 12
        if found.get("part") == "NI" and number == 12:
            half = 0
        if found.items[1].name == "in" and number > 12:
            return None
    value = to_day_hour(number, half)
    return Clock(value, minute, zone=found.get("zone")) if value is not None else None


@rule("word word ampm", "word word word ampm", "word hyphen? word oclock", "word word", "word word in the part|unit")
def spoken_time(found: Match) -> Spec | None:
    numbers = found.all("word")
    if len(found.items) == 2 and not (
        found.before is not None
        and found.before.name in ("at", "for")
        and (found.after is None or found.after.name in ("dot", "comma"))
    ):
        return None
    if found.has("in"):
        hour = to_day_hour(numbers[0], 0 if found.get("part") == "MO" else 12)
        return Clock(hour, numbers[1]) if hour is not None and numbers[0] <= 12 and numbers[1] < 60 else None
    minute = sum(numbers[1:])
    hour = to_day_hour(numbers[0], found.get("ampm"))
    return Clock(hour, minute) if hour is not None and minute < 60 and numbers[0] <= 24 else None


@rule("part clock", "part at day|word", "part day|word ampm", "day|word oclock? part|noon", "part day|word oclock")
def hour_in_part(found: Match) -> Spec | None:
    """ "afternoon 7:00", "11 o'clock lunchtime"."""
    part = found.get("part")
    if found.has("clock"):
        item = found.item("clock")
        assert item is not None
        hour, minute, second = _read_clock(item)
    else:
        hour, minute, second = found.get("day", "word"), None, None
    if not 1 <= hour <= 12 or (
        found.items[0].name in ("day", "word") and part not in ("MI", None) and not found.has("oclock")
    ):
        return None
    if found.has("noon"):
        return Clock(hour, minute) if found.has("oclock") else None
    half = found.get("ampm")
    if half is None:
        half = (12 if hour < 10 else 0) if part == "MI" else (0 if part == "MO" else 12)
        half = 12 if part == "MI" and hour == 12 else half
    value = to_day_hour(hour, half)
    return Clock(value, minute, second) if value is not None else None


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
    letters = found.get("part")
    if letters is None:
        item = found.item("unit")
        if item is None or item.lower != "night":
            return None
        letters = "NI"
    if found.has("month", "ambiguous"):
        return Clock(
            None,
            part=letters,
            day=CalendarDay(found.get("year"), found.get("month", "ambiguous"), found.get("day", "ordinal")),
        )
    if found.has("weekday", "ordinal"):
        return Clock(None, part=letters, day=_read_named_day(found))
    if found.has("today"):
        return Clock(None, part=letters, day=Shift("D", found.get("today")))
    if found.has("this"):
        return Clock(None, part=letters, day=Shift("D", 0))
    if found.has("last"):
        return Clock(None, part=letters, day=Shift("D", -1))
    if found.has("that"):
        return Clock(None, part=letters, day=Shift("D", 0, base="previous"))
    if found.has("next", "following", "previous"):
        return Clock(None, part=letters, day=Shift("D", found.direction or 0, base="previous"))
    if (
        found.before is not None
        and found.before.name in ("in", "early", "late", "by", "until")
        and not found.has("before")
    ):
        return Clock(None, part=letters) if found.has("part") else None
    return None
