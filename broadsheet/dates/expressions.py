"""Time expressions, and joining adjacent ones: a day with its time, the ends of a range."""

from __future__ import annotations

from dataclasses import dataclass, replace

from broadsheet.dates import span_rules
from broadsheet.dates.durations import Repeat
from broadsheet.dates.item_classes import Item
from broadsheet.dates.periods import Between, Clock
from broadsheet.dates.shifts import Duration, Shift
from broadsheet.dates.specs import CalendarDay, Spec


@dataclass(slots=True)
class Expression:
    """A time expression: items[first:last] with their spec."""

    first: int
    last: int
    start_char: int
    end_char: int
    spec: Spec
    rule: str
    parts: tuple[Expression, ...] = ()


def end_of(item: Item) -> int:
    """The end offset of an item without a possessive: "this year's" is this year."""
    return (
        item.end_char - 2
        if item.text.endswith(("'s", "’s")) and item.name not in ("decade", "fixed")
        else item.end_char
    )


def _names_between(items: list[Item], first: int, last: int) -> tuple[str, ...]:
    return tuple(item.name for item in items[first:last])


def join_neighbours(found: list[Expression], items: list[Item]) -> list[Expression]:
    """Join adjacent expressions: a day and a time of day, and the two ends of a range."""
    joined: list[Expression] = []
    for expression in found:
        if joined:
            merged = _join_time(joined[-1], expression, items)
            if merged:
                joined[-1] = merged
                continue
        joined.append(expression)
    ranges: list[Expression] = []
    for expression in joined:
        if ranges:
            merged = _join_range(ranges[-1], expression, items)
            if merged:
                ranges[-1] = merged
                continue
        ranges.append(expression)
    return _join_spans(ranges, items)


def _join_spans(found: list[Expression], items: list[Item]) -> list[Expression]:
    """Join a duration with its first day, a week with its days, and a date with "now"."""
    joined: list[Expression] = []
    for right in found:
        left = joined[-1] if joined else None
        merged = _join_span(left, right, items) if left else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(_join_now(right, items, joined[-1].last if joined else 0))
    return joined


def _join_span(left: Expression, right: Expression, items: list[Item]) -> Expression | None:
    between = _names_between(items, left.last, right.first)
    first = left.first
    spec: Spec | None = None
    if between == ():
        spec = span_rules.place_weekdays(left.spec, right.spec)
    elif between in (("starting",), ("starting", "from"), ("starting", "on"), ("start",), ("start", "on")):
        spec = span_rules.start_duration(left.spec, right.spec)
    elif between in (("from",), ("comma", "from")) and first and items[first - 1].name == "for":
        spec, first = span_rules.start_duration(left.spec, right.spec), first - 1
    if spec is None:
        return None
    return Expression(first, right.last, items[first].start_char, right.end_char, spec, "stretch")


def _join_now(found: Expression, items: list[Item], floor: int) -> Expression:
    """ "between now and 2030", "between Jan 22 and now": "now" is a time expression only here."""
    first, last = found.first, found.last
    if isinstance(found.spec, (Duration, Repeat, Between)):
        return found
    before = [item.lower for item in items[max(first - 3, floor) : first]]
    after = [item.lower for item in items[last : last + 2]]
    if before == ["between", "now", "and"]:
        spec = Between(Shift("D", 0), found.spec)
        return Expression(first - 3, last, items[first - 3].start_char, found.end_char, spec, "range")
    if before[-1:] == ["between"] and after == ["and", "now"]:
        spec = Between(found.spec, Shift("D", 0))
        return Expression(first - 1, last + 2, items[first - 1].start_char, items[last + 1].end_char, spec, "range")
    return found


def _is_day(spec: Spec) -> bool:
    if isinstance(spec, CalendarDay):
        return spec.day is not None or spec.weekday is not None
    return isinstance(spec, Shift) and spec.unit == "D"


def _join_time(left: Expression, right: Expression, items: list[Item]) -> Expression | None:
    """ "Monday at 3 p.m.", "9:30 a.m. on July 3", "Tuesday morning at 9", "3pm every day"."""
    between = _names_between(items, left.last, right.first)
    day, time = left.spec, right.spec
    if between not in (
        (),
        ("at",),
        ("comma",),
        ("on",),
        ("of",),
        ("comma", "at"),
        ("from",),
        ("in", "the"),
        ("comma", "on"),
    ):
        return None
    spec: Spec | None = None
    if isinstance(time, Clock) and time.day is None and between != ("on",):
        if _is_day(day) or (isinstance(day, Repeat) and between != ("comma",)):
            spec = replace(time, day=day)
        elif (
            isinstance(day, Clock)
            and day.hour is None
            and day.day is not None
            and time.hour is not None
            and between != ("of",)
        ):
            spec = replace(time, hour=_place_hour(time.hour, day.part), day=day.day)
    elif isinstance(day, Clock) and day.day is None and between in ((), ("on",), ("comma",), ("comma", "on")):
        if _is_day(time) or isinstance(time, Repeat):
            spec = replace(day, day=time)
        elif isinstance(time, Clock) and time.hour is None and time.day is not None and day.hour is not None:
            spec = replace(day, hour=_place_hour(day.hour, time.part), day=time.day)
    if spec is None:
        return None
    return Expression(left.first, right.last, left.start_char, right.end_char, spec, "day_and_time")


def _place_hour(hour: int, part: str | None) -> int:
    """The hour of 24 in a part of the day: 9 in the evening is 21; 2 at night stays 2."""
    earliest = {"AF": 0, "EV": 5, "NI": 5}.get(part or "")
    return hour + 12 if earliest is not None and earliest <= hour < 12 else hour


def _join_range(left: Expression, right: Expression, items: list[Item]) -> Expression | None:
    between = _names_between(items, left.last, right.first)
    before = items[left.first - 1] if left.first else None
    opener = before.name if before else ""
    if isinstance(left.spec, (Duration, Repeat, Between)) or isinstance(right.spec, (Duration, Repeat, Between)):
        return None
    until = between in (("to",), ("until",), ("to", "the"), ("dash",), ("hyphen",)) and not (
        between[0] in ("to",) and opener != "from" and not _same_kind(left, right)
    )
    both = between == ("and",) and opener == "between"
    if not (until or both):
        return None
    if between and between[0] in ("hyphen", "dash") and not _same_kind(left, right):
        return None
    first, start = left.first, left.start_char
    if opener in ("from", "between") and before is not None:
        first, start = left.first - 1, before.start_char
    spec = _share_fields(left.spec, right.spec)
    return Expression(first, right.last, start, right.end_char, spec, "range", (left, right))


def _same_kind(left: Expression, right: Expression) -> bool:
    kinds = (left.spec, right.spec)
    if all(isinstance(spec, CalendarDay) for spec in kinds) or all(_is_day(spec) for spec in kinds):
        return True
    return type(left.spec) is type(right.spec)


def _share_fields(left: Spec, right: Spec) -> Between:
    """ "March to May 2020", "July 3 to July 8, 2020": the year holds for both."""
    if not isinstance(left, CalendarDay) or not isinstance(right, CalendarDay):
        return Between(left, right)
    if left.year is None and right.year is not None and left.month is not None and right.month is not None:
        year = right.year - 1 if left.month > right.month else right.year
        left = replace(left, year=year)
    return Between(left, right)
