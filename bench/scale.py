"""How models, views, release and questions grow with the number of articles.

    python -m bench.scale HOME INTO [--times 8 25] [--memory 6GB]

HOME holds the lake of a made-up corpus that went through `broadsheet run` (`bench.make_corpus`). Its rows are written
so many times into INTO/TIMES, measured there by `bench.bench_views`, and deleted again. At the end: what took half a
second of the processor or more at the largest size, with its growth, the power of the number of articles by which it
grew (1 is linear, 2 quadratic). Figures are kept in INTO/figures.jsonl.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.corpus.rows import multiply_lake

_SHOWN_S = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("home", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("--times", type=int, nargs="+", default=[8, 25])
    parser.add_argument("--memory", default="6GB", help="what DuckDB may use")
    chosen = parser.parse_args()
    chosen.into.mkdir(parents=True, exist_ok=True)
    note = chosen.into / "figures.jsonl"
    for times in sorted(chosen.times):
        target = chosen.into / str(times)
        print(f"\n{multiply_lake(chosen.home, target, times)} articles", flush=True)
        command = [
            sys.executable,
            "-m",
            "bench.bench_views",
            str(target),
            "--memory",
            chosen.memory,
            "--note",
            str(note),
        ]
        subprocess.run([*command, "--explain", "--slowest", "5"], check=True)
        shutil.rmtree(target)
    figures = [json.loads(line) for line in note.read_text(encoding="utf-8").splitlines()]
    for line in list_growth(figures):
        print(line)


def list_growth(figures: Iterable[Mapping[str, Any]]) -> list[str]:
    """Lines of the table, the dearest first.

    >>> tides = {"name": "view tides"}
    >>> small, large = {"article_count": 100, "cpu_s": 1.0}, {"article_count": 200, "cpu_s": 4.0}
    >>> list_growth([tides | small, tides | large])[1].split()
    ['view', 'tides', '1.00', '4.00', '2.00']
    """
    taken: dict[str, dict[int, float]] = defaultdict(dict)
    for figure in figures:
        taken[figure["name"]][figure["article_count"]] = figure["cpu_s"]
    counts = sorted({count for sizes in taken.values() for count in sizes})
    lines = [f"{'seconds of CPU at articles':40}" + "".join(f"{count:9}" for count in counts) + "  power"]
    for name, sizes in sorted(taken.items(), key=lambda one: -one[1].get(counts[-1], 0.0)):
        if sizes.get(counts[-1], 0.0) >= _SHOWN_S and counts[0] in sizes and len(counts) > 1:
            power = math.log(sizes[counts[-1]] / max(sizes[counts[0]], 0.01)) / math.log(counts[-1] / counts[0])
            lines.append(
                f"{name:40}" + "".join(f"{sizes.get(count, math.nan):9.2f}" for count in counts) + f"{power:7.2f}"
            )
    return lines


if __name__ == "__main__":
    main()
