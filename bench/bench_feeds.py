"""Processor time of reading the real feeds of the shared corpus: ours beside fastfeedparser alone and feedparser.

    python -m bench.bench_feeds            prints seconds and ratios, the best of five rounds (feedparser: one)

Ours reads each feed twice (fastfeedparser's entries, and our own pass over the tree for what they lack), decodes and
checks it, and parses every date strictly.
"""

from __future__ import annotations

import gzip
import io
import sys
import time
from collections.abc import Callable

import fastfeedparser
import feedparser

from broadsheet.discovery.feeds import read_feed
from tests.gates.framework import shared_folder

ROUNDS = 5
ADDRESS = "https://paper.example/feed.xml"


def main() -> None:
    folder = shared_folder() / "wire" / "feeds" / "real"
    if not folder.is_dir():
        sys.exit(f"Skipped: {folder} is absent.")
    bodies = [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.xml.gz"))]
    fast = measure(lambda body: fastfeedparser.parse(body), bodies, ROUNDS)
    ours = measure(lambda body: read_feed(body, None, ADDRESS), bodies, ROUNDS)
    slow = measure(lambda body: feedparser.parse(io.BytesIO(body)), bodies, 1)
    megabytes = sum(map(len, bodies)) / 1e6
    print(f"{len(bodies)} feeds, {megabytes:.1f} MB")
    print(f"fastfeedparser {fast:7.3f} s")
    print(f"ours           {ours:7.3f} s   {ours / fast:6.2f} x fastfeedparser")
    print(f"feedparser     {slow:7.3f} s   {slow / ours:6.1f} x ours")


def measure(read: Callable[[bytes], object], bodies: list[bytes], rounds: int) -> float:
    """Processor seconds of reading all bodies once, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        for body in bodies:
            read(body)
        best = min(best, time.process_time() - started)
    return best


if __name__ == "__main__":
    main()
