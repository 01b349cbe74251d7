"""Specs of durations and sets: "three weeks", "every two years", "in 90 minutes", "the rest of the year"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from broadsheet.dates.distances import Ago
from broadsheet.dates.shifts import Duration, Shift
from broadsheet.dates.specs import Anchor, TimeValue


@dataclass(frozen=True, slots=True)
class Repeat:
    """A TIMEX3 set: a repeated time."""

    value: str

    def resolve(self, anchor: Anchor) -> TimeValue:
        return TimeValue("SET", self.value)


@dataclass(frozen=True, slots=True)
class InDuration:
    """ "in three weeks": a day after the anchor if the sentence refers to the future, else a duration."""

    parts: tuple[tuple[str, Fraction | None], ...]

    def resolve(self, anchor: Any) -> Any:
        if anchor.words > 0 and anchor.side in (None, "future"):
            return Ago(self.parts, 1).resolve(anchor)
        return Duration(self.parts).resolve(anchor)


@dataclass(frozen=True, slots=True)
class WithinParts:
    """ "within 5 days": from the anchor on if the sentence refers to the future, else a duration."""

    parts: tuple[tuple[str, Fraction | None], ...]

    def resolve(self, anchor: Any) -> Any:
        length = Duration(self.parts).resolve(anchor)
        end = Ago(self.parts, 1).resolve(anchor)
        if anchor.words <= 0 or end.start is None:
            return length
        return replace(length, start=anchor.day, end=end.start, is_relative=True, anchor=anchor.name)


@dataclass(frozen=True, slots=True)
class RestOf:
    """From the anchor to the end of its week, month or year."""

    unit: str

    def resolve(self, anchor: Any) -> Any:
        whole = Shift(self.unit, 0).resolve(anchor)
        return replace(whole, start=anchor.day, mod="END") if anchor.day else whole
