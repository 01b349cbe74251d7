"""What Ray costs over the workers of this machine: the same pages through both, with as many workers.

    python -m bench.bench_engines [pages]      default 240, of the made-up corpus, extracted and derived

Processor time of the whole tree of processes, so that a busy machine does not count, from the first page after the
warm-up to the last; and the clock, which counts only where nothing else runs. Each engine runs in a process of its
own, twice, in turns. Skipped with a line where Ray is not installed (`pip install 'broadsheet[ray]'`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.corpus.pages import write_inbox
from bench.corpus.plan import Options, make_world
from broadsheet.derive_job import DeriveJob
from broadsheet.extract.job import ExtractJob
from broadsheet.ingest.json_records import capture_from_record
from broadsheet.pool import close_engines, get_engine
from broadsheet.records import ArticleText, Capture
from broadsheet.settings import count_cores

_TICKS = os.sysconf("SC_CLK_TCK")


def read_captures(count: int) -> list[Capture]:
    """So many pages of the made-up corpus."""
    with tempfile.TemporaryDirectory() as folder:
        write_inbox(make_world(Options(1, count, 10, 12, True)), Path(folder))
        lines = [line for file in sorted(Path(folder).rglob("*.jsonl")) for line in file.read_text().splitlines()]
    now = datetime.now(UTC)
    return [
        capture_from_record(json.loads(line), origin_offset=number, default_time=now)
        for number, line in enumerate(lines[:count])
    ]


def count_processor_s() -> float:
    """Processor seconds so far of this process and of all below it, those that have ended included."""
    parents, ticks = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(fields[1])
            ticks[int(folder.name)] = sum(map(int, fields[11:15]))
    return sum(spent for pid, spent in ticks.items() if _is_below(pid, parents)) / _TICKS


def _is_below(pid: int, parents: dict[int, int]) -> bool:
    while pid > 1:
        if pid == os.getpid():
            return True
        pid = parents.get(pid, 0)
    return False


def run_engine(name: str, count: int) -> dict[str, float]:
    """Extract and derive the pages; seconds of the processor and of the clock."""
    captures, workers = read_captures(count), count_cores()
    extract = get_engine(ExtractJob(), workers, name)
    derive: Any = get_engine(DeriveJob(), workers, name)
    articles = _make_articles(list(extract.map(captures[:16])))
    list(derive.map(articles * workers * 2))  # all workers have loaded the model
    spent, started = count_processor_s(), time.perf_counter()
    rows = list(derive.map(_make_articles(list(extract.map(captures)))))
    measured = {"cpu": count_processor_s() - spent, "clock": time.perf_counter() - started, "articles": len(rows)}
    close_engines()
    return measured


def _make_articles(extractions: Sequence[Any]) -> list[ArticleText]:
    found = (extraction.article for extraction in extractions if extraction.article)
    return [ArticleText(article.article_version_id, article.text, headline=article.headline) for article in found]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 240
    if find_spec("ray") is None:
        print("skipped: Ray is not installed (pip install 'broadsheet[ray]')")
        return
    best: dict[str, dict[str, float]] = {}
    for _ in range(2):
        for name in ("local", "ray"):
            command = [sys.executable, "-m", "bench.bench_engines", str(count), name]
            measured = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.splitlines()[-1])
            best[name] = min(best.get(name, measured), measured, key=lambda seconds: seconds["cpu"])
            print(f"{name}: " + ", ".join(f"{key} {value:.1f}" for key, value in measured.items()), flush=True)
    for key in ("cpu", "clock"):
        print(f"ray / local, {key}: {best['ray'][key] / best['local'][key]:.3f}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(run_engine(sys.argv[2], int(sys.argv[1]))))
    else:
        main()
