"""Speed of numbers and dates against other readers, on the same texts in one run.

Run: python -m bench.bench_numbers [--accuracy] [folder of texts]. Without a folder the texts of the worldwide_measure
corpus are read where they are. Peers (recognizers-text-suite, quantulum3) are timed where they are installed; they are
no dependency of the project. --accuracy also compares what they and we read of the corpora of the gates. Prints
characters per second of processor time; the bar is 20 times either peer.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.number_peers import COMPARISONS
from broadsheet.dates.find import read_dates
from broadsheet.dates.specs import Anchor
from broadsheet.numbers.kinds import classify_kinds
from broadsheet.numbers.quantity_scanner import scan_quantities
from tests.gates.framework import shared_folder

ARTICLES = 12
# Peers need seconds for a page: they read the beginning only.
PEER_CHARS = 6_000
ROUNDS = 3


def read_texts(arguments: list[str]) -> list[str]:
    """Texts of a folder, or of the corpus of news from many countries."""
    if arguments:
        return [path.read_text(encoding="utf-8", errors="replace") for path in sorted(Path(arguments[0]).glob("*.txt"))]
    path = shared_folder() / "gold" / "worldwide_measure.jsonl.gz"
    if not path.exists():
        sys.exit(f"No corpus at {path}. Name a folder of .txt files.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines][:ARTICLES]


def measure_speed(read: Callable[[str], object], texts: list[str]) -> float:
    """Characters per second of processor time, the best of three rounds: other work on the machine slows some.

    The first text is read once before, to load what is loaded late.
    """
    read(texts[0][:500])
    best = 0.0
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in texts:
            read(text)
        best = max(best, sum(map(len, texts)) / max(time.process_time() - started, 1e-9))
    return best


def _read_both(text: str) -> None:
    read_dates(text, Anchor(date(2022, 7, 12), "published"))
    _read_numbers(text)


def _read_numbers(text: str) -> None:
    quantities, tokens = scan_quantities(text)
    classify_kinds(text, tokens, quantities, [])


def _load_recognizers() -> Callable[[str], object]:
    suite = importlib.import_module("recognizers_suite")
    readers = [
        suite.recognize_number, suite.recognize_ordinal, suite.recognize_percentage, suite.recognize_currency,
        suite.recognize_dimension, suite.recognize_age, suite.recognize_temperature, suite.recognize_datetime,
    ]  # fmt: skip
    return lambda text: [read(text, suite.Culture.English) for read in readers]


def _load_quantulum() -> Callable[[str], object]:
    parser = importlib.import_module("quantulum3.parser")
    return lambda text: parser.parse(text)


# By peer: how it is loaded, and what of ours does the same work.
PEERS: dict[str, tuple[Callable[[], Callable[[str], object]], Callable[[str], object]]] = {
    "recognizers-text-suite": (_load_recognizers, _read_both),
    "quantulum3": (_load_quantulum, _read_numbers),
}


def main() -> None:
    arguments = [argument for argument in sys.argv[1:] if argument != "--accuracy"]
    texts = read_texts(arguments)
    beginning = [texts[0][:PEER_CHARS]]
    for name, (load, read_own) in PEERS.items():
        own = measure_speed(read_own, texts)
        try:
            read = load()
        except ImportError as error:
            print(f"{name:24} not installed ({error.name}); broadsheet {own:10,.0f} characters/s")
            continue
        speed = measure_speed(read, beginning)
        print(f"{name:24} {speed:10,.0f} characters/s, broadsheet {own:10,.0f}: {own / speed:.1f} times as fast")
        if "--accuracy" in sys.argv:
            for metric, (theirs, ours) in COMPARISONS[name]().items():
                print(f"    {metric:24} {theirs:6.1f}, broadsheet {ours:6.1f}")


if __name__ == "__main__":
    main()
