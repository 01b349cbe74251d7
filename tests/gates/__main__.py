"""`python -m tests.gates [name ...] [--update]`: measure, compare with the pins, print a table."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.gates.framework import Result, find_failures, load_gates, read_pins, run_gate, write_pins
from tests.gates.scores import store_scores


def main() -> int:
    """Exit status 0: every pin holds (skipped gates are named); 1: a figure is below its pin."""
    parser = argparse.ArgumentParser(prog="python -m tests.gates", description=__doc__)
    parser.add_argument("names", nargs="*", help="only gates whose id begins with one of these")
    parser.add_argument("--update", action="store_true", help="pin the figures measured now; says which are lowered")
    parser.add_argument("--store", action="store_true", help="also write the figures to gold_scores in the lake")
    options = parser.parse_args()
    chosen = [item for item in load_gates() if not options.names or item.id.startswith(tuple(options.names))]
    console = Console()
    results = [run_gate(item) for item in track(chosen, "measuring", console=Console(stderr=True))]
    pins = read_pins()
    console.print(_make_table(results, pins))
    if options.store:
        store_scores(results)
    if options.update:
        for sentence in write_pins(results, pins):
            console.print(f"[yellow]{sentence}")
        return 0
    failures = [failure for result in results for failure in find_failures(result, pins)]
    for failure in failures:
        console.print(f"[red]{failure}")
    skipped = sum(bool(result.skipped) for result in results)
    console.print(f"{len(results) - skipped} gates measured, {skipped} skipped, {len(failures)} failures")
    return 1 if failures else 0


def _make_table(results: list[Result], pins: dict[str, dict[str, dict[str, float]]]) -> Table:
    table = Table("gate", "metric", "score", "pin", "seconds")
    for result in results:
        if result.skipped:
            table.add_row(result.gate.id, f"skipped: {result.skipped}", "", "", "")
        pinned = pins.get(result.gate.id, {}).get("scores", {})
        for metric, score in result.scores.items():
            pin = f"{pinned[metric]:.2f}" if metric in pinned else "-"
            table.add_row(result.gate.id, metric, f"{score:.2f}", pin, f"{result.seconds:.1f}")
    return table


if __name__ == "__main__":
    sys.exit(main())
