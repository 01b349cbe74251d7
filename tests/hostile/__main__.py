"""`python -m tests.hostile`: 330 pages and 105 archives as bad as they come; status 1 where a law is broken."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.hostile.archives import ARCHIVES, make_archives
from tests.hostile.cost import Cost, measure_archives, measure_pages
from tests.hostile.course import compare, count_neighbours, live
from tests.hostile.making import make_all
from tests.hostile.markup import MARKUP
from tests.hostile.metadata import METADATA
from tests.hostile.texts import TEXTS

PAGES = MARKUP | METADATA | TEXTS


def main(arguments: list[str]) -> int:
    """Measure each page and archive alone, then run all of them beside good pages; returns 1 where a law broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=5, help=f"of each of {len(PAGES)} kinds (default 5)")
    parser.add_argument("--archives", type=int, default=3, help=f"of each of {len(ARCHIVES)} kinds (default 3)")
    parser.add_argument("--size", type=float, default=1.0, help="1 is as bad as it gets (default)")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--alone", action="store_true", help="measure each alone, run nothing")
    options = parser.parse_args(arguments)
    pages = list(make_all(PAGES, options.seed, options.pages, options.size))
    archives = make_archives(options.seed, options.archives, options.size)
    with tempfile.TemporaryDirectory() as folder:
        costs = [*_show("pages", measure_pages(pages)), *_show("archives", measure_archives(archives, Path(folder)))]
        faults = [cost.fault for cost in costs if cost.fault]
        if not options.alone:
            neighbours = count_neighbours(pages)
            begun = time.monotonic()
            with_them = live(Path(folder) / "with", pages, archives, neighbours, options.workers)
            print(
                f"all in one run: {time.monotonic() - begun:.0f} s, {with_them.capture_count} captures, "
                f"{with_them.article_count} articles ({with_them.unanalysed_count} not analysed), {with_them.reasons}"
            )
            without = live(Path(folder) / "without", [], [], neighbours, options.workers)
            faults += [*with_them.faults, *without.faults, *compare(with_them, without)]
            print(f"{neighbours} good pages between them: {len(compare(with_them, without))} tables differ")
    for fault in faults:
        print(f"BROKEN {fault}")
    print(f"{len(pages)} pages, {len(archives)} archives, {len(faults)} laws broken")
    return 1 if faults else 0


def _show(what: str, costs: Iterable[Cost]) -> Iterator[Cost]:
    """The costs as they come, the dear ones told, then the worst and how all ended."""
    seen = []
    for cost in costs:
        seen.append(cost)
        if cost.fault or cost.cpu_s > 5:
            print(f"  {cost.name:32}{cost.cpu_s:6.1f} s{cost.memory_mb:7.0f} MB  {cost.outcome}", flush=True)
        yield cost
    outcomes = Counter(cost.outcome for cost in seen)
    print(
        f"{len(seen)} {what}: at most {max(cost.cpu_s for cost in seen):.1f} s, {max(c.memory_mb for c in seen):.0f} MB"
    )
    print("  " + ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common(30)), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
