"""How processor time grows when an input that repeats one thing is doubled."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass

from tests.fuzz.targets import Target

# Doubling an input may cost this much more: linear work with some of n log n, and what a busy machine adds.
MOST_GROWTH = 2.3
_FIRST_CHARS = 2_000
# Shorter times are mostly noise.
_LEAST_S = 0.08
_TRIES = 3


@dataclass(frozen=True)
class Growth:
    """What doubling an input cost. ratios: of the last two doublings, the largest input last."""

    unit: str
    chars: int
    seconds: float
    ratios: tuple[float, float]

    @property
    def is_too_fast(self) -> bool:
        """Both doublings, so that one disturbed measurement is not taken for a fault."""
        return min(self.ratios) > MOST_GROWTH


def measure_growth(target: Target, unit: str) -> Growth | None:
    """The growth at the size where the work takes long enough to be measured; None where it never does.

    What looks too fast is measured once more, and the better of the two counts: others use the machine too.
    """
    first = _measure_doublings(target, unit)
    if first is None or not first.is_too_fast:
        return first
    second = _measure_doublings(target, unit)
    return first if second is None else min(first, second, key=lambda growth: min(growth.ratios))


def _measure_doublings(target: Target, unit: str) -> Growth | None:
    chars = _FIRST_CHARS
    while chars * 4 <= target.most_chars and _measure(target, unit, chars, 1) < _LEAST_S:
        chars *= 2
    once = _measure(target, unit, chars, _TRIES)
    if once < _LEAST_S / 2:
        return None
    twice = _measure(target, unit, chars * 2, _TRIES)
    if twice / once <= MOST_GROWTH:
        return Growth(unit, chars * 2, twice, (0.0, twice / once))
    fourfold = _measure(target, unit, chars * 4, _TRIES - 1)
    return Growth(unit, chars * 4, fourfold, (twice / once, fourfold / twice))


def _measure(target: Target, unit: str, chars: int, tries: int) -> float:
    content = target.repeat(unit, chars)
    work = target.prepare(content)
    best = float("inf")
    # Collecting garbage costs more the more there is in the process, whoever made it.
    gc.collect()
    gc.disable()
    try:
        for _ in range(tries):
            started = time.process_time()
            work()
            best = min(best, time.process_time() - started)
    finally:
        gc.enable()
    return best
