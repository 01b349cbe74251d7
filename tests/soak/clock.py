"""A clock that runs faster than time and can be set forward, the same for the harness and for each poll it starts.

Days must pass within hours, for pages are kept by day and a page that changed is asked for again after an hour.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_VARIABLE = "SOAK_CLOCK"


@dataclass(slots=True)
class SoakClock:
    """Times in UTC from `begins_at` on, `speed` seconds in one. started: of time.time()."""

    begins_at: datetime
    speed: float
    started: float

    def __call__(self) -> datetime:
        return self.begins_at + timedelta(seconds=(time.time() - self.started) * self.speed)

    def set_forward(self, step: timedelta) -> None:
        """Let time pass at once."""
        self.begins_at += step

    def write(self) -> dict[str, str]:
        """The clock as a variable of the environment."""
        return {_VARIABLE: f"{self.begins_at.isoformat()} {self.speed} {self.started}"}


def read_clock() -> SoakClock:
    """The clock that the harness handed down."""
    begins_at, speed, started = os.environ[_VARIABLE].split()
    return SoakClock(datetime.fromisoformat(begins_at).astimezone(UTC), float(speed), float(started))
