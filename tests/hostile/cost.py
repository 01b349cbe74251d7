"""What one page or one archive costs: processor time and memory, in a process of its own that the law would end.

Pages go through the guarded pool, as in a run; archives are read by ingest, which has no guard but its own caps.
"""

from __future__ import annotations

import hashlib
import math
import multiprocessing
import os
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from broadsheet.extract import Extraction, ExtractJob
from broadsheet.ingest.days import read_day
from broadsheet.ingest.index import list_days, update_index
from broadsheet.ingest.sources import Source
from broadsheet.pool import Pool
from broadsheet.records import Capture
from tests.hostile.archives import MadeArchive
from tests.hostile.making import Made

CPU_S, MEMORY_BYTES = 15.0, 1_500_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What became of a hostile input. outcome: article, the reason, or the problems; empty where there is nothing."""

    name: str
    cpu_s: float
    memory_mb: float
    outcome: str
    capture_count: int = 0

    @property
    def fault(self) -> str:
        """Which law is broken; empty where none is."""
        if not self.outcome:
            return f"{self.name}: neither a row nor a reason"
        if self.cpu_s > CPU_S:
            return f"{self.name}: {self.cpu_s:.1f} s of processor time, {self.outcome}"
        if self.memory_mb * 1e6 > MEMORY_BYTES:
            return f"{self.name}: {self.memory_mb:.0f} MB, {self.outcome}"
        return ""


def make_capture(name: str, body: bytes) -> Capture:
    """A capture as ingest makes it."""
    return Capture(
        capture_id=name,
        captured_at=datetime(2026, 3, 4, 10, tzinfo=UTC),
        source_id="orme",
        body=body,
        body_sha256=hashlib.sha256(body).hexdigest(),
        origin_kind="file",
        origin_path="page.html",
        url=f"https://orme.example/{name.replace(' ', '-')}",
    )


def measure_pages(made: Sequence[Made]) -> Iterator[Cost]:
    """Each page alone through a pool of one worker. What a worker costs to start anew is not the page's."""
    with Pool(ExtractJob(), 1) as pool:
        warm = list(pool.map([make_capture("warm", b"<p>warm</p>")]))
        assert warm
        for page in made:
            before, (pid, begun) = _reaped_s(), _find_worker(pool)
            (found,) = pool.map([make_capture(page.name, page.body)])
            now_pid, now = _find_worker(pool)
            # A worker that was ended is reaped with all that it used before this page.
            used = now if now_pid == pid else _reaped_s() - before
            yield Cost(page.name, used - begun, _peak_mb(now_pid), describe(found))


def describe(found: Extraction) -> str:
    """How a page ended."""
    if found.skipped is not None:
        return found.skipped.reason
    return "article" if found.article is not None else ""


def _find_worker(pool: Pool[Any, Any]) -> tuple[int, float]:
    """The process of the pool's one worker and its processor time; of one that is just gone, none."""
    children = _list_children()
    return (children[0], _cpu_s(children[0])) if children else (0, 0.0)


def _list_children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def _cpu_s(pid: int) -> float:
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _reaped_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _peak_mb(pid: int) -> float:
    """Largest memory of a process so far; the next page is measured anew."""
    if not pid:
        return 0.0
    status = Path(f"/proc/{pid}/status").read_text()
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measure_archives(made: Sequence[MadeArchive], folder: Path) -> Iterator[Cost]:
    """Each archive alone in an inbox of its own, indexed and read to the end by a process of its own."""
    for number, archive in enumerate(made):
        inbox = folder / str(number)
        inbox.mkdir(parents=True)
        (inbox / archive.name).write_bytes(archive.body)
        yield _measure_archive(archive.name, inbox)
        (inbox / archive.name).unlink()


def _measure_archive(name: str, inbox: Path) -> Cost:
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_read_inbox, args=(inbox, sender))
    process.start()
    sender.close()
    try:
        outcome, count, cpu_s, peak_mb = receiver.recv()
    except EOFError:
        process.join()
        return Cost(name, 0.0, 0.0, "") if process.exitcode else Cost(name, 0.0, 0.0, "no answer")
    process.join()
    return Cost(name, cpu_s, peak_mb, outcome, count)


def _read_inbox(inbox: Path, sender: Any) -> None:
    started = time.process_time()
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    Path("/proc/self/clear_refs").write_text("5")
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY_BYTES, -1))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(started + 4 * CPU_S) + 2, -1))
    sources = [Source("inbox", inbox)]
    index = update_index(sources)
    problems = Counter(problem.reason for row in index for problem in row.problems)
    count = sum(1 for day in list_days(index) for _ in read_day(day, index, sources))
    told = ", ".join(f"{times} {reason}" for reason, times in sorted(problems.items()))
    outcome = told or ("captures" if count else "")
    sender.send((outcome, count, time.process_time() - started, _peak_mb(os.getpid())))
