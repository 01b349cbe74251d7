"""Look for inputs that break a law, and for those whose time grows faster than they do, for some minutes a target."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
import warnings
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.growth import Growth, measure_growth
from tests.fuzz.targets import BYTE_TARGETS, Target
from tests.fuzz.text_targets import TEXT_TARGETS

TARGETS = {target.name: target for target in (*BYTE_TARGETS, *TEXT_TARGETS)}
_BATCH = 200


def main(arguments: list[str]) -> int:
    """Fuzz the named targets, or all; returns 1 where a fault was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"some of {', '.join(TARGETS)}; default all")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target (default 1)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other inputs (default 1)")
    parser.add_argument("--laws", type=float, default=0.6, help="share of the time for laws, the rest for growth (.6)")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.targets) - TARGETS.keys())
    if unknown:
        parser.error(f"no target is named {unknown[0]}; there are {', '.join(TARGETS)}")
    warnings.simplefilter("ignore")
    count = 0
    for name in options.targets or TARGETS:
        faults = [*fuzz(TARGETS[name], options.minutes * 60, options.seed, options.laws)]
        for fault in faults:
            print(fault, flush=True)
        count += len(faults)
    print(f"{count} faults")
    return 1 if count else 0


def fuzz(target: Target, seconds: float, first_seed: int, laws_share: float = 0.6) -> Iterator[str]:
    """The faults found in that time, each kind once. laws_share: of the time, the rest is for growth."""
    started, number, known = time.monotonic(), first_seed * 1_000_000, set()
    tried = 0
    while time.monotonic() - started < seconds * laws_share:
        number += 1
        tried += _BATCH
        fault = _try_laws(target, number)
        if fault and fault[0] not in known:
            known.add(fault[0])
            yield f"FAULT {target.name}: {fault[1]}"
    worst, measured = 0.0, 0
    while time.monotonic() - started < seconds:
        number += 1
        for growth in _list_growths(target, number):
            measured += 1
            worst = max(worst, growth.ratios[1])
            if growth.is_too_fast:
                yield f"GROWTH {target.name}: {growth}"
            if time.monotonic() - started > seconds:
                break
    print(f"{target.name}: {tried} inputs, {measured} measured, worst doubling {worst:.2f}", flush=True)


def _try_laws(target: Target, number: int) -> tuple[str, str] | None:
    quietly = settings(
        max_examples=_BATCH, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink], print_blob=False,
    )  # fmt: skip

    @seed(number)
    @quietly
    @given(target.inputs)
    def law(content: object) -> None:
        target.check(content)

    try:
        law()
    except Exception as error:  # noqa: BLE001  whatever an input raises is what is sought
        frame = traceback.extract_tb(error.__traceback__)[-1]
        notes = " ".join(getattr(error, "__notes__", ()))
        place = f"{type(error).__name__} {frame.filename.rpartition('/')[2]}:{frame.lineno}"
        return place, f"{place} {str(error)[:600]}\n    {notes[:1200]}"
    return None


def _list_growths(target: Target, number: int) -> Iterator[Growth]:
    """What doubling costs for some units drawn by this seed."""
    drawn: list[str] = []

    @seed(number)
    @settings(
        max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(target.units)
    def draw(unit: str) -> None:
        drawn.append(unit)

    draw()
    for unit in drawn:
        growth = measure_growth(target, unit)
        if growth is not None:
            yield growth


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
