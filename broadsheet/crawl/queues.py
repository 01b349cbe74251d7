"""Jobs by host: which may begin now, which have to wait, and those at work, each in a thread of its own.

Belongs here: running jobs side by side on several hosts and never two on one. What a job does, and when a host is
ready, is handed in.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass

from broadsheet.crawl.hosts import host_of
from broadsheet.crawl.state import Row
from broadsheet.ingest.sources import Source

# How long the loop waits before it looks again whether it is to stop.
_LOOK_S = 0.25


@dataclass(frozen=True, slots=True)
class Job:
    """One list or page to be asked for. kind: list or page; row: of `feeds` or `urls`; depth: of a part of an index."""

    kind: str
    source: Source
    row: Row
    depth: int = 0

    @property
    def url(self) -> str:
        return str(self.row["url"])


class Stop:
    """Whether all is to end: because someone asked for it, or a job failed."""

    def __init__(self, should_stop: Callable[[], bool]) -> None:
        self._should_stop = should_stop
        self.is_set = False

    def __call__(self) -> bool:
        return self.is_set or self._should_stop()


class JobQueues:
    """Jobs waiting, host by host in their order.

    work: does one job and gives its result. wait_s: seconds until the host of a job is ready. is_too_long: whether such
    a wait is left for another poll. worker_count: 1 does the jobs in the calling thread, so that a simulated clock can
    be used.
    """

    def __init__(
        self,
        work: Callable[[Job], object],
        *,
        wait_s: Callable[[Job], float],
        longest_wait_s: float,
        sleep: Callable[[float], None],
        stop: Stop,
        worker_count: int,
    ) -> None:
        self._work = work
        self._wait_s = wait_s
        self._longest_wait_s = longest_wait_s
        self._sleep = sleep
        self._stop = stop
        self._worker_count = worker_count
        self._waiting: dict[str, deque[Job]] = {}
        self._at_work: set[str] = set()
        self._done: queue.SimpleQueue[tuple[Job, Future[object]]] = queue.SimpleQueue()

    @property
    def count(self) -> int:
        """Jobs that wait."""
        return sum(len(jobs) for jobs in self._waiting.values())

    def add(self, job: Job, *, is_next: bool = False) -> None:
        """Put a job into the queue of its host; in front of the others where it is next."""
        jobs = self._waiting.setdefault(host_of(job.url), deque())
        if is_next:
            jobs.appendleft(job)
        else:
            jobs.append(job)

    def run(self, on_postponed: Callable[[Job, float, int], None]) -> Iterator[tuple[Job, object]]:
        """Each job with its result as it is done; jobs may be added meanwhile. Ends when none is left, or on a stop.

        on_postponed: told of the first job, the wait and the count of jobs of a host that is left for another poll.
        Raises what a job raises.
        """
        threads = ThreadPoolExecutor(self._worker_count, "poll") if self._worker_count > 1 else nullcontext()
        with threads as pool:
            try:
                while not self._stop() and (self._waiting or self._at_work):
                    nearest_s = self._start_ready(pool, on_postponed)
                    yield from self._collect(nearest_s)
            except BaseException:
                self._stop.is_set = True
                raise
        while not self._done.empty():
            yield self._take()

    def _start_ready(self, pool: ThreadPoolExecutor | None, on_postponed: Callable[[Job, float, int], None]) -> float:
        """Start a job of each host that is ready; seconds until the next host is."""
        nearest_s = _LOOK_S * 4
        for host in list(self._waiting):
            if host in self._at_work or len(self._at_work) >= self._worker_count:
                continue
            jobs = self._waiting[host]
            wait_s = self._wait_s(jobs[0])
            if wait_s > self._longest_wait_s:
                del self._waiting[host]
                on_postponed(jobs[0], wait_s, len(jobs))
            elif wait_s > 0:
                nearest_s = min(nearest_s, wait_s)
            else:
                self._start(host, jobs, pool)
        return nearest_s

    def _start(self, host: str, jobs: deque[Job], pool: ThreadPoolExecutor | None) -> None:
        job = jobs.popleft()
        if not jobs:
            del self._waiting[host]
        self._at_work.add(host)
        if pool is not None:
            pool.submit(self._work, job).add_done_callback(lambda future: self._done.put((job, future)))
            return
        future: Future[object] = Future()
        future.set_result(self._work(job))
        self._done.put((job, future))

    def _collect(self, nearest_s: float) -> Iterator[tuple[Job, object]]:
        """The jobs that are done by now; where none is, wait for one, or for the next host to be ready."""
        if self._done.empty() and not self._at_work and self._waiting:
            self._sleep(nearest_s)
        elif self._at_work:
            try:
                yield self._take(timeout_s=min(nearest_s, _LOOK_S))
            except queue.Empty:
                return
        while not self._done.empty():
            yield self._take()

    def _take(self, timeout_s: float = 0.0) -> tuple[Job, object]:
        job, future = self._done.get(timeout=timeout_s)
        self._at_work.discard(host_of(job.url))
        return job, future.result()
