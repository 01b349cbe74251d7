"""Time expressions, and joining adjacent ones: a day with its time, the ends of a range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeGuard

from broadsheet.dates import span_rules
from broadsheet.dates.durations import Repeat
from broadsheet.dates.item_classes import Item
from broadsheet.dates.periods import Between, Clock, InYear
from broadsheet.dates.shifts import Duration, Shift
from broadsheet.dates.specs import CalendarDay, Spec

# Classes of words that may stand between a day and its time, and between a time and its day.
_BETWEEN_DAY_AND_TIME = (
    (), ("at",), ("comma",), ("on",), ("of",), ("comma", "at"), ("from",), ("in", "the"), ("comma", "on"),
)  # fmt: skip
_BETWEEN_TIME_AND_DAY = ((), ("on",), ("comma",), ("comma", "on"))
# What keeps a set and a part of a day apart from a time after them: "daily, 3 p.m.", "Monday morning of 3 p.m.".
_NEVER_BEFORE_TIME: dict[type[Spec], tuple[str, ...]] = {Repeat: ("comma",), Clock: ("of",)}
# Classes of words between the ends of a range.
_TO = (("to",), ("to", "the"))
_DASHES = (("dash",), ("hyphen",))
# Specs that are no ends of a range.
_NO_ENDS = (Duration, Repeat, Between)


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


JoinTwo = Callable[[Expression, Expression, list[Item]], Expression | None]


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
    ranged = _join(_join(found, items, _join_time), items, _join_range)
    return _join_spans(_join(ranged, items, _join_year), items)


def _join(found: list[Expression], items: list[Item], join: JoinTwo) -> list[Expression]:
    """Each expression joined to the one before it where `join` makes one of both."""
    joined: list[Expression] = []
    for right in found:
        merged = join(joined[-1], right, items) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(right)
    return joined


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
    if isinstance(found.spec, _NO_ENDS):
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
    if between not in _BETWEEN_DAY_AND_TIME:
        return None
    spec: Spec | None = None
    if _lacks_day(right.spec) and between != ("on",):
        spec = _set_on_day(right.spec, left.spec) if between != _NEVER_BEFORE_TIME.get(type(left.spec)) else None
    elif _lacks_day(left.spec) and between in _BETWEEN_TIME_AND_DAY:
        spec = _set_on_day(left.spec, right.spec)
    if spec is None:
        return None
    return Expression(left.first, right.last, left.start_char, right.end_char, spec, "day_and_time")


def _lacks_day(spec: Spec) -> TypeGuard[Clock | Between]:
    """Whether a spec is a time of day, or two of them from one to the other, without a day."""
    if isinstance(spec, Between):
        return spec.first != spec.last and _lacks_day(spec.first) and _lacks_day(spec.last)
    return isinstance(spec, Clock) and spec.day is None


def _set_on_day(clock: Clock | Between, day: Spec) -> Clock | Between | None:
    """Times of day with their day, which may be a set or have a part of the day: "every Monday", "Tuesday evening"."""
    if isinstance(clock, Between):
        first, last = (replace(end, day=day) for end in (clock.first, clock.last) if isinstance(end, Clock))
        return Between(first, last) if _is_day(day) else None
    if _is_day(day) or isinstance(day, Repeat):
        return replace(clock, day=day)
    has_part = isinstance(day, Clock) and day.hour is None and day.day is not None
    if not isinstance(day, Clock) or not has_part or clock.hour is None:
        return None
    return replace(clock, hour=_place_hour(clock.hour, day.part), day=day.day)


def _place_hour(hour: int, part: str | None) -> int:
    """The hour of 24 in a part of the day: 9 in the evening is 21; 2 at night stays 2."""
    earliest = {"AF": 0, "EV": 5, "NI": 5}.get(part or "")
    return hour + 12 if earliest is not None and earliest <= hour < 12 else hour


def _join_range(left: Expression, right: Expression, items: list[Item]) -> Expression | None:
    """ "from Monday to Friday", "between 2010 and 2012", "May-June"."""
    if isinstance(left.spec, _NO_ENDS) or isinstance(right.spec, _NO_ENDS):
        return None
    before = items[left.first - 1] if left.first else None
    opener = before.name if before else ""
    if not _is_range(_names_between(items, left.last, right.first), opener, left, right):
        return None
    first, start = left.first, left.start_char
    if before is not None and opener in ("from", "between"):
        first, start = left.first - 1, before.start_char
    spec = _share_fields(left.spec, right.spec)
    return Expression(first, right.last, start, right.end_char, spec, "range", (left, right))


def _join_year(left: Expression, right: Expression, items: list[Item]) -> Expression | None:
    """ "3 May last year", "July 15-24 in 2027"."""
    between = _names_between(items, left.last, right.first)
    is_told = between == () and isinstance(right.spec, Shift) and right.spec.unit == "Y" and right.rule == "period"
    is_printed = between == ("in",) and right.rule == "bare_year" and right.last - right.first == 1
    if not (is_told or is_printed) or not _lacks_year(left.spec):
        return None
    spec = InYear(left.spec, right.spec)
    return Expression(left.first, right.last, left.start_char, right.end_char, spec, left.rule, (left, right))


def _lacks_year(spec: Spec) -> bool:
    """Whether a spec is a day of a month without a year, or days of one year in their order."""
    if isinstance(spec, Between):
        ends = (spec.first, spec.last)
        months = [end.month or 0 for end in ends if isinstance(end, CalendarDay)]
        return all(map(_lacks_year, ends)) and months == sorted(months)
    if not isinstance(spec, CalendarDay) or spec.direction or spec.this:
        return False
    return spec.year is None and spec.month is not None and spec.day is not None


def _is_range(between: tuple[str, ...], opener: str, left: Expression, right: Expression) -> bool:
    """Whether the words before and between two dates make them the ends of a range."""
    if between == ("and",):
        return opener == "between"
    if between == ("until",) or (opener == "from" and between in _TO):
        return True
    return between in (*_TO, *_DASHES) and _same_kind(left, right)


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
