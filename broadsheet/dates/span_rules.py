"""Rules for spans that begin or end at a named day: "within two weeks of today", "three days from Monday".

Belongs here: what is counted from an explicit day. Durations alone and days at a distance are in duration_rules.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from broadsheet.dates.calendar import shift_days
from broadsheet.dates.distances import Ago
from broadsheet.dates.duration_rules import read_parts
from broadsheet.dates.named_days import WeekdayOfWeek
from broadsheet.dates.periods import Between
from broadsheet.dates.rules import Match, rule
from broadsheet.dates.shifts import Duration, Shift
from broadsheet.dates.specs import Anchor, CalendarDay, Spec, TimeValue

_COUNTED = "amount few? business? anyunit [and? count anyunit]"


@dataclass(frozen=True, slots=True)
class OpenAgo:
    """The time beyond a day, or between it and the day counted from: "more than a week after today"."""

    ago: Ago
    is_beyond: bool

    def resolve(self, anchor: Anchor) -> TimeValue:
        far = self.ago.resolve(anchor)
        near = self.ago.origin.resolve(anchor).start if self.ago.origin else anchor.day
        if far.start is None or near is None:
            return far
        value = far.start.isoformat()
        is_past = self.ago.sign < 0
        if self.is_beyond:
            start, end = (None, far.start) if is_past else (far.start, None)
            return replace(far, value=value, start=start, end=end, mod="BEFORE" if is_past else "AFTER")
        start, end = (far.start, near) if is_past else (near, far.start)
        return replace(far, value=f"{start}/{end}", start=start, end=end)


@dataclass(frozen=True, slots=True)
class DurationFrom:
    """A duration that starts on a day: "two weeks starting May 20"; its last day is included."""

    parts: tuple[tuple[str, object], ...]
    day: Spec

    def resolve(self, anchor: Anchor) -> TimeValue:
        day = self.day.resolve(anchor)
        after = Ago(self.parts, 1, origin=self.day).resolve(anchor).start  # type: ignore[arg-type]
        end = shift_days(after, -1) if after else None
        value = f"{day.start}/{end}" if day.start and end else None
        return replace(day, timex_type="DATE", value=value, end=end)


@rule(f"more|less than {_COUNTED} before|from|after today", f"within {_COUNTED} from|of|after today")
def open_ago(found: Match) -> Spec | None:
    shift = found.items[-1].value
    origin = Shift("D", shift) if shift else None
    sign = -1 if found.has("before") else 1
    return OpenAgo(Ago(read_parts(found), sign, origin=origin), found.has("more"))


@rule("unit to date")
def to_date(found: Match) -> Spec | None:
    unit = found.get("unit")
    return Between(StartOf(unit), Shift("D", 0)) if unit in ("W", "M", "Q", "Y") else None


@dataclass(frozen=True, slots=True)
class StartOf:
    """The first day of the week, month, quarter or year of the anchor."""

    unit: str

    def resolve(self, anchor: Anchor) -> TimeValue:
        whole = Shift(self.unit, 0).resolve(anchor)
        return replace(whole, value=whole.start.isoformat() if whole.start else None, end=whole.start)


def start_duration(length: Spec, day: Spec) -> Spec | None:
    """A duration and its first day as one span; None if the right one is not a day."""
    is_day = isinstance(day, CalendarDay) and (day.day or day.weekday)
    if not isinstance(length, Duration) or not (is_day or (isinstance(day, Shift) and day.unit == "D")):
        return None
    if any(count is None or unit.startswith("T") for unit, count in length.parts):
        return None
    return DurationFrom(length.parts, day)


def place_weekdays(week: Spec, days: Spec) -> Spec | None:
    """A week and two of its days as a range: "next week from Wednesday to Friday"."""
    if not isinstance(week, Shift) or week.unit != "W" or not isinstance(days, Between):
        return None
    ends = []
    for end in (days.first, days.last):
        if not isinstance(end, CalendarDay) or not end.weekday or end.day or end.direction:
            return None
        ends.append(WeekdayOfWeek(end.weekday, int(week.count)))
    return Between(*ends)
