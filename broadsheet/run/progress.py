"""How far a run has come: events counted into pages a second, days and time left, and said in a line.

Belongs here: that count, and saying it every ten seconds. Drawing it on a terminal belongs to the command line.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from datetime import date, timedelta

from broadsheet.run.events import RunEvent

# The first page of a stage waits for the language model, later ones do not, and pages come a batch at a time.
_SHORTEST_S, _WINDOW_S = 2.0, 60.0
_LINE_EVERY_S = 10.0

Clock = Callable[[], float]


class RunProgress:
    """The stage at work: its pages and days done, and how fast they go.

    A day counts as done once the next one has begun or it is written, whichever is first. A page counts once, however
    often its day is read. Where more pages come than were planned, all of them are shown as the total.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._begin("looking for new files", 0, 0)

    def _begin(self, stage: str, days: int, pages: int) -> None:
        self.stage, self.day_count, self.page_count = stage, days, pages
        self.pages_done = 0
        self._begun: set[date] = set()
        # Of each day, the pages of its reading at work and of its longest one.
        self._read: dict[date, int] = {}
        self._counted: dict[date, int] = {}
        self._written: set[date] = set()
        self._samples = deque([(self._clock(), 0)])

    def listen(self, event: RunEvent) -> None:
        """Take in one event."""
        if event.kind == "planned":
            self._begin(event.stage, event.day_count, event.page_count)
        elif event.kind == "stage":
            self._begin(f"{event.stage} {event.text} is done", 0, 0)
        elif event.kind == "day" and event.day is not None:
            self._written.add(event.day)
        elif event.kind == "pages" and event.day is not None:
            self._begun.add(event.day)
            self._add_pages(self._take_new(event.day, event.page_count))

    def _take_new(self, day: date, count: int) -> int:
        """How many pages are told of for the first time: a day too large to hold is read more than once."""
        self._read[day] = self._read.get(day, 0) + count if count else 0
        counted = self._counted.get(day, 0)
        self._counted[day] = max(counted, self._read[day])
        return self._counted[day] - counted

    def _add_pages(self, count: int) -> None:
        now = self._clock()
        if count and not self.pages_done:
            self._samples.clear()
        self.pages_done += count
        self._samples.append((now, self.pages_done))
        while len(self._samples) > 2 and self._samples[1][0] < now - _WINDOW_S:
            self._samples.popleft()

    @property
    def days_done(self) -> int:
        return min(self.day_count, max(len(self._begun) - 1, len(self._written)))

    @property
    def pages_per_second(self) -> float:
        """Of the last minute and since the first page was through; 0 until that can be told."""
        since, before = self._samples[0]
        seconds = self._clock() - since
        return (self.pages_done - before) / seconds if seconds >= _SHORTEST_S else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Of this stage; None while that cannot be told."""
        rate = self.pages_per_second
        return (self.page_count - self.pages_done) / rate if rate > 0 and self.page_count >= self.pages_done else None

    def describe(self) -> str:
        """All of it in one line, short enough to stand beside a bar."""
        if not self.day_count:
            return self.stage
        told = [
            f"{self.stage} {self.pages_done:,}/{max(self.pages_done, self.page_count):,} pages",
            f"{self.days_done}/{self.day_count} days",
        ]
        if self.pages_per_second:
            told.append(f"{self.pages_per_second:.1f}/s")
        if self.seconds_left is not None and self.pages_done < self.page_count:
            told.append(f"{timedelta(seconds=round(self.seconds_left))} left")
        return ", ".join(told)


class ProgressLines:
    """The progress where there is no terminal: a line when a stage begins and then every ten seconds."""

    def __init__(self, write: Callable[[str], None], progress: RunProgress, clock: Clock = time.monotonic) -> None:
        self._write = write
        self._progress = progress
        self._clock = clock
        self._told_at = float("-inf")

    def __enter__(self) -> ProgressLines:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def listen(self, event: RunEvent) -> None:
        """Write a line where one is due for an event that `progress` has taken in."""
        now = self._clock()
        if event.kind == "note":
            self._write(event.text)
        elif event.kind == "planned" or now - self._told_at >= _LINE_EVERY_S:
            self._told_at = now
            self._write(self._progress.describe())
