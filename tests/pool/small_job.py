"""The smallest job, whose workers start fast: numbers are doubled."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.failures import Failure
from broadsheet.pool import Job, Limits


def prepare_double() -> object:
    """Numbers doubled; 13 raises an exception, 77 ends the worker."""

    def double(numbers: list[int]) -> list[int]:
        if 77 in numbers:
            os._exit(1)
        if 13 in numbers:
            raise ValueError("13 is not liked")
        return [2 * number for number in numbers]

    return double


@dataclass(frozen=True)
class DoubleJob(Job[int, object]):
    work: str = "tests.pool.small_job:prepare_double"
    batch_items: int = 4

    def limit(self, batch: Sequence[int]) -> Limits:
        return Limits(60, 60.0, 1_000_000_000)

    def refuse(self, item: int) -> object | None:
        return "refused" if item < 0 else None

    def give_up(self, item: int, failure: Failure) -> object:
        return failure.kind


def prepare_busy() -> object:
    """One C call that takes hours and looks at no signal."""
    return lambda items: [sum(range(10**14)) for _ in items]


@dataclass(frozen=True)
class BusyJob(DoubleJob):
    work: str = "tests.pool.small_job:prepare_busy"


def prepare_slow() -> object:
    """Numbers doubled, a tenth of a second each."""

    def double(numbers: list[int]) -> list[int]:
        time.sleep(0.1 * len(numbers))
        return [2 * number for number in numbers]

    return double
