"""`python -m tests.endings`: end runs at random moments and print what was found.

An hour for the whole: twenty times Ctrl-C, five times SIGTERM, ten times kill -9, ten times kill -9 of the daemon and
its run in the middle of a backfill.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
from pathlib import Path

from tests.endings.backfills import kill_in_backfill
from tests.endings.harness import (
    PYTHON,
    Ending,
    Reader,
    compare,
    end_run,
    open_home,
    put_day,
    run_to_the_end,
)

SIGNALS = {"ctrl-c": signal.SIGINT, "terminate": signal.SIGTERM, "kill": signal.SIGKILL}
# Where endings of each kind fall, in turn.
AIMS = ["any", "release", "start", "any", "release"]
FIRST_DAYS = 3
# A run that was done before its moment came is no ending; another one is drawn.
TRIES = 6


def draw_order(counts: dict[str, int], chance: random.Random) -> list[tuple[int, str]]:
    """Each ending with its number among those of its kind, the kinds mixed."""
    drawn = [(number, kind) for kind, count in counts.items() for number in range(count)]
    chance.shuffle(drawn)
    return drawn


def end_all(home: Path, counts: dict[str, int], seed: int, page_count: int) -> tuple[list[Ending], list[str]]:
    """End runs in `home` and compare with one clean run. Returns the endings and what was found wrong."""
    chance = random.Random(seed)
    lived, clean = open_home(home / "lived"), open_home(home / "clean")
    days = iter(range(10_000))
    for _ in range(FIRST_DAYS):
        put_day(lived, next(days), page_count)
    run_to_the_end(lived)
    reader, endings = Reader(lived), list[Ending]()
    for number, kind in draw_order(counts, chance):
        for _ in range(TRIES):
            day = next(days)
            put_day(lived, day, page_count)
            if kind == "backfill":
                ending = kill_in_backfill(lived, chance, day + 1)
            else:
                ending = end_run(lived, kind, SIGNALS[kind], chance, AIMS[number % len(AIMS)])
            if ending is not None:
                break
        else:
            raise AssertionError(f"no run lasted until the moment of a {kind}")
        endings.append(ending)
        print(f"{ending.kind:28}{ending.waited_s:7.1f} s  {ending.place:28}{ending.status:5}"
              f"{ending.took_s:6.1f} s", flush=True)  # fmt: skip
    run_to_the_end(lived)
    reading = reader.stop()
    for number in range(next(days)):
        put_day(clean, number, page_count)
    run_to_the_end(clean)
    alike, differing = compare(lived, clean)
    print(f"{reading.looks} looks of a reader at {len(reading.releases)} releases, {len(reading.faults)} faults; "
          f"{alike} tables alike, {len(differing)} differ", flush=True)  # fmt: skip
    faults = [*reading.faults, *(f"{table} differs in {', '.join(names)}" for table, names in differing.items())]
    for ending in endings:
        if ending.place == PYTHON:
            continue
        if ending.kind in ("ctrl-c", "terminate") and ending.status != 130:
            faults.append(f"status {ending.status} of a {ending.kind} after {ending.waited_s:.2f} s: {ending.told}")
        if "Traceback" in ending.told:
            faults.append(f"a traceback after a {ending.kind}: {ending.told}")
    return endings, faults


def main() -> int:
    """Returns 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.endings", description=__doc__)
    for name, count in {"ctrl-c": 20, "terminate": 5, "kill": 10, "backfill": 10}.items():
        parser.add_argument(f"--{name}", type=int, default=count, metavar="COUNT", help=f"default {count}")
    parser.add_argument("--seed", type=int, default=1, help="draws the moments")
    parser.add_argument("--pages", type=int, default=12, help="pages of a day")
    parser.add_argument("--home", type=Path, help="folder for both warehouses; default one that is removed")
    asked = vars(parser.parse_args())
    counts = {name: asked[name.replace("-", "_")] for name in ("ctrl-c", "terminate", "kill", "backfill")}
    with tempfile.TemporaryDirectory() as folder:
        _, faults = end_all(asked["home"] or Path(folder), counts, asked["seed"], asked["pages"])
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
