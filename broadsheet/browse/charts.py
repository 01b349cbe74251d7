"""Charts as places on a canvas: bars of days, and points of a number series.

Belongs here: coordinates. The SVG is written by the templates, so that every text in it is escaped like any other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any

WIDTH, HEIGHT = 720, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 12, 28
_BAR_SHARE = 0.7
# More speakers than colours share the last one.
_COLOURS = 6


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: where it lies and what it says."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: its place and height, and what it says on touch."""

    x: float
    y: float
    width: float
    height: float
    text: str
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One value: its place, the ends of its range, and whether it is open to one side."""

    x: float
    y_low: float
    y_high: float
    bound: str
    colour: int
    text: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of WIDTH by HEIGHT; y grows downwards."""

    x_ticks: list[Tick]
    y_ticks: list[Tick]
    bars: list[Bar] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    legend: list[tuple[int, str]] = field(default_factory=list)


def draw_days(rows: Sequence[dict[str, Any]]) -> Chart | None:
    """Bars of stories per day; None without rows."""
    days = [row for row in rows if row["reported_on"]]
    if not days:
        return None
    scale = _DayScale(days[0]["reported_on"], days[-1]["reported_on"])
    top = max(row["origin_count"] for row in days)
    width = max(1.5, min(24.0, scale.day_width * _BAR_SHARE))
    bars = []
    for row in days:
        height = row["origin_count"] / top * _inner_height()
        x = scale.place(row["reported_on"]) - width / 2
        text = f"{row['reported_on']}: {row['origin_count']} stories in {row['article_count']} articles"
        bars.append(Bar(x, HEIGHT - _BOTTOM - height, width, height, text, bool(row["is_coverage_gap"])))
    return Chart(scale.ticks(), _value_ticks(0, float(top)), bars=bars)


def draw_series(rows: Sequence[dict[str, Any]]) -> Chart | None:
    """Points of a number series, coloured by who gives the value; None where no value is known."""
    known = [row for row in rows if row["low_value"] is not None or row["high_value"] is not None]
    if not known:
        return None
    scale = _DayScale(known[0]["as_of"], max(row["as_of"] for row in known))
    ends = [value for row in known for value in (row["low_value"], row["high_value"]) if value is not None]
    low, high = _round_range(min(ends), max(ends))
    speakers = _rank_speakers(known)
    points = []
    for row in known:
        lower = row["low_value"] if row["low_value"] is not None else row["high_value"]
        upper = row["high_value"] if row["high_value"] is not None else row["low_value"]
        colour = min(speakers.index(_speaker(row)), _COLOURS - 1)
        text = f"{row['as_of']}: {row['surface']} ({_speaker(row)})"
        points.append(
            Point(scale.place(row["as_of"]), _height_of(lower, low, high), _height_of(upper, low, high),
                  row["bound"], colour, text, row)
        )  # fmt: skip
    legend = list(enumerate(speakers[: _COLOURS - 1]))
    if len(speakers) >= _COLOURS:
        legend.append((_COLOURS - 1, speakers[-1] if len(speakers) == _COLOURS else "others"))
    return Chart(scale.ticks(), _value_ticks(low, high), points=points, legend=legend)


@dataclass(frozen=True, slots=True)
class _DayScale:
    first: date
    last: date

    @property
    def day_width(self) -> float:
        return (WIDTH - _LEFT - _RIGHT) / ((self.last - self.first).days + 1)

    def place(self, day: date) -> float:
        return round(_LEFT + ((day - self.first).days + 0.5) * self.day_width, 1)

    def ticks(self) -> list[Tick]:
        span = (self.last - self.first).days
        step = max(1, -(-span // 5))
        days = (self.first + timedelta(days=offset) for offset in range(0, span + 1, step))
        return [Tick(self.place(day), day.isoformat()) for day in islice(days, 7)]


def _inner_height() -> float:
    return HEIGHT - _TOP - _BOTTOM


def _height_of(value: float, low: float, high: float) -> float:
    return round(HEIGHT - _BOTTOM - (value - low) / (high - low) * _inner_height(), 1)


def _round_range(low: float, high: float) -> tuple[float, float]:
    """A range around the values; from 0 where they are not far from it."""
    if 0 <= low <= 0.5 * high:
        low = 0.0
    if low == high:
        return (0.0, 2 * high) if high > 0 else (low - 1, high + 1)
    margin = 0.08 * (high - low)
    return (low if low == 0 else low - margin), high + margin


def _value_ticks(low: float, high: float) -> list[Tick]:
    step = _round_step((high - low) / 4)
    first = -(-low // step) * step
    values = [first + step * number for number in range(12) if first + step * number <= high * (1 + 1e-9)]
    return [Tick(_height_of(value, low, high), _write_value(value)) for value in values]


def _round_step(step: float) -> float:
    """The next of 1, 2, 2.5, 5 and 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= step * (1 - 1e-9))


def _write_value(value: float) -> str:
    for size, word in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if abs(value) >= size:
            return f"{value / size:g} {word}"
    return f"{value:,.6g}"


def _speaker(row: dict[str, Any]) -> str:
    """Who gives the value: its speakers, else the outlets that print it without one."""
    if row["said_by"] or not row["outlets"]:
        return ", ".join(row["said_by"]) or "nobody by name"
    first, more = row["outlets"][0], len(row["outlets"]) - 1
    return f"{first} itself" if not more else f"{first} and {more} more themselves"


def _rank_speakers(rows: Sequence[dict[str, Any]]) -> list[str]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[_speaker(row)] = counts.get(_speaker(row), 0) + row["article_count"]
    return sorted(counts, key=lambda name: (-counts[name], name))
