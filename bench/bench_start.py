"""What starting costs: commands, the definitions, a pipeline without a model, and many days with few pages.

    python -m bench.bench_start [--rounds 3] [--days 20] [--pages 5]

Each start is a process of its own, its children counted, in a temporary home with the release of some made-up pages.
Processor time, the least of the rounds, since what else runs can only add to it; the first line says how slow the
machine is at the moment. Days: so many days of made-up pages go through `broadsheet run`, with the most memory that its
processes share out among them (PSS, looked at every half second); page work is extract and derive of the same pages in
one process that has loaded everything. `--days 1 --pages 2000 --rounds 0` measures memory alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bench.bench_chain import make_article
from bench.corpus.pages import write_inbox
from bench.corpus.plan import Options, make_world
from broadsheet import derive_worker
from broadsheet.derive_job import DeriveJob
from broadsheet.extract.worker import extract_batch
from broadsheet.extract.worker import prepare as prepare_extract
from broadsheet.ingest.json_records import capture_from_record
from broadsheet.ingest.json_text import parse_json_line

_TEXT = "The ferry sails on Monday, said Ada Warm, who leads the board. It cost $3.5 million. "
_PAGE = (
    f"<html><head><title>Ferry sails</title></head><body><article><h1>Ferry sails</h1><p>{_TEXT * 9}</article></html>"
)
_PIPELINE = "from broadsheet.language.pipeline import load_language_model as load; load('', {!r})"
# By start: its arguments after `python`, its standard input, and what it may take, in seconds on a quiet machine.
STARTS: dict[str, tuple[list[str], str, str]] = {
    "python -c pass": (["-c", "pass"], "", ""),
    "--help": (["-m", "pipelines", "--help"], "", ".2"),
    "sql": (["-m", "pipelines", "sql", "select count(*) from articles"], "", ".5"),
    "analyse, one line": (["-m", "pipelines", "analyse"], json.dumps({"id": "1", "text": _TEXT}), "1.5"),
    "extract, one line": (["-m", "pipelines", "extract"], json.dumps({"id": "1", "html": _PAGE}), "1.5"),
    "definitions": (["-c", "from pipelines.definitions import defs"], "", "4"),
    "German pipeline without a model": (["-c", _PIPELINE.format("de")], "", ""),
    "French, the same": (["-c", _PIPELINE.format("fr")], "", "German + .2"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--pages", type=int, default=5, help="a day")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        world = make_world(Options(articles=chosen.days * chosen.pages, days=chosen.days, outlets=9))
        write_inbox(world, home)
        whole, memory = run_python(["-m", "pipelines", "run"], "", home)
        work = time_page_work(home)
        print(
            f"{len(world.articles)} pages on {chosen.days} days: {whole:.1f} s of CPU, page work {work:.1f} s of it;",
            end=" ",
        )
        print(f"{whole / work:.1f} times; all processes {memory / 1e9:.2f} GB at most")
        print(f"{'start':36}{'s of CPU':>9}{'aim':>14}" if chosen.rounds else "")
        for name, (arguments, given, aim) in STARTS.items() if chosen.rounds else ():
            seconds = min(run_python(arguments, given, home)[0] for _ in range(chosen.rounds))
            print(f"{name:36}{seconds:9.2f}{aim:>14}", flush=True)


def run_python(arguments: Sequence[str], given: str, home: Path) -> tuple[float, int]:
    """Processor seconds of a process and its children, and the most bytes of memory that they had together.

    Raises CalledProcessError where it fails.
    """
    before, most = _read_cpu(), 0
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"BROADSHEET_HOME": str(home)},
        text=True,
    ) as process:
        if process.stdin:
            process.stdin.write(given)
            process.stdin.close()
        while process.poll() is None:
            most = max(most, sum(_read_memory(one) for one in list_tree(process.pid)))
            time.sleep(0.5 if most else 0.05)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return _read_cpu() - before, most


def list_tree(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text(encoding="utf-8").split():
                yield from list_tree(int(child))


def _read_memory(pid: int) -> int:
    """Bytes of a process, those shared with others divided among them; none where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def time_page_work(home: Path) -> float:
    """Processor seconds of extract and derive of the pages, once all is loaded."""
    prepare_extract()
    analyse = derive_worker.prepare("")
    lines = [line for path in sorted((home / "inbox").glob("*.jsonl")) for line in path.read_bytes().splitlines()]
    captures = [
        capture_from_record(parse_json_line(line)[0], origin_offset=number, default_time=datetime.now(UTC))
        for number, line in enumerate(lines, start=1)
    ]
    started = time.process_time()
    articles = [article for found in extract_batch(captures) if (article := make_article(found))]
    for first in range(0, len(articles), DeriveJob.batch_items):
        analyse(articles[first : first + DeriveJob.batch_items])
    return time.process_time() - started


def _read_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
