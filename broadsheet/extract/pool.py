"""Many captures in guarded, long-lived worker processes: size cap, processor time, memory, crashes.

Workers are started as plain subprocesses that import only this package: nothing of the caller's main module is
imported again and no thread is forked, so the pool works the same in Dagster, in the command line and in tests.
A fork per page would cost 1.9 times the serial time, two long-lived workers do 1.98 times its pages.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection, Pipe, wait
from types import TracebackType
from typing import Self

from broadsheet.errors import FaultError
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Extraction, Skipped
from broadsheet.extract.worker import READY, end_capture
from broadsheet.records import Capture

_BOOT = "import sys; sys.path[:] = {path!r}; from broadsheet.extract.worker import serve; serve({fd}, {cpu}, {memory})"
_AHEAD = 16  # captures per worker that may be read before the oldest answer is out


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    connection: Connection
    task: int | None = None  # place of the capture it works on
    is_ready: bool = False


class ExtractPool:
    """A pool of workers; use it as a context manager.

    workers: number of processes. cpu_seconds: processor time per page before the worker is ended (of 1,756 real pages
    none took 3 s). memory_bytes: address space per worker beyond what it needs to start (a 5 MB table takes 550 MB).
    max_bytes: larger bodies are not read (2 of 4,904 real pages are). idle_seconds: a worker that has not answered
    for so long without using its processor time is ended as well.
    """

    def __init__(
        self,
        workers: int = 1,
        cpu_seconds: int = 10,
        memory_bytes: int = 1_500_000_000,
        max_bytes: int = 5_000_000,
        idle_seconds: float = 300.0,
    ) -> None:
        self._size = max(1, workers)
        self._cpu_seconds = cpu_seconds
        self._memory_bytes = memory_bytes
        self._max_bytes = max_bytes
        self._idle_seconds = idle_seconds
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers. Idle ones leave by themselves when their pipe closes; busy ones are killed."""
        while self._workers:
            self._end(self._workers[-1])

    def map(self, captures: Iterable[Capture], *, now: datetime | None = None) -> Iterator[Extraction]:
        """Yield one extraction per capture, in their order.

        A capture whose worker is ended by the clock, by memory or by a crash gets a reason; a crash is tried once more
        in a fresh worker, so that only a page that crashes twice is given up. Raises FaultError where workers cannot
        be started.
        """
        todo = enumerate(captures)
        waiting: dict[int, Capture] = {}
        retried: set[int] = set()
        done: dict[int, Extraction] = {}
        emitted = 0
        exhausted = False
        try:
            while True:
                exhausted = exhausted or self._fill(todo, waiting, done, emitted, now)
                while emitted in done:
                    yield done.pop(emitted)
                    emitted += 1
                if exhausted and not waiting:
                    if not done:
                        return
                    continue
                if waiting:
                    self._collect(waiting, done, retried, now)
        finally:
            for worker in [worker for worker in self._workers if worker.task is not None]:
                self._end(worker)

    def _fill(
        self,
        todo: Iterator[tuple[int, Capture]],
        waiting: dict[int, Capture],
        done: dict[int, Extraction],
        emitted: int,
        now: datetime | None,
    ) -> bool:
        """Give captures to idle workers; True when there are no more captures."""
        while len(waiting) < self._size and len(done) < _AHEAD * self._size:
            place, capture = next(todo, (-1, None))
            if capture is None:
                return True
            if capture.body_bytes > self._max_bytes:
                detail = f"{capture.body_bytes} bytes; the limit is {self._max_bytes}."
                done[place] = end_capture(capture, skip("too_large", detail))
                continue
            waiting[place] = capture
            self._assign(place, capture, now)
        return False

    def _assign(self, place: int, capture: Capture, now: datetime | None) -> None:
        worker = next((worker for worker in self._workers if worker.task is None), None) or self._start()
        worker.task = place
        if not worker.is_ready:
            self._await_ready(worker)
        with suppress(BrokenPipeError, ConnectionResetError):  # a dead worker shows when its answer is read
            worker.connection.send((capture, now))

    def _collect(
        self, waiting: dict[int, Capture], done: dict[int, Extraction], retried: set[int], now: datetime | None
    ) -> None:
        busy = {worker.connection: worker for worker in self._workers if worker.task is not None}
        answered = wait(list(busy), timeout=self._idle_seconds)
        if not answered:
            for worker in busy.values():
                worker.process.kill()
            answered = list(busy)
        for connection in answered:
            worker = busy[connection]  # type: ignore[index]
            place = worker.task
            if place is None:
                continue
            extraction = self._receive(worker, waiting[place], may_retry=place not in retried)
            if extraction is None:
                retried.add(place)
                self._assign(place, waiting[place], now)
            else:
                done[place] = extraction
                del waiting[place]

    def _receive(self, worker: _Worker, capture: Capture, *, may_retry: bool) -> Extraction | None:
        """The worker's answer; None where it crashed and the capture should be tried again."""
        try:
            answer = worker.connection.recv()
        except (EOFError, ConnectionResetError, OSError):
            answer = None
        if isinstance(answer, Extraction):
            worker.task = None
            if answer.skipped and answer.skipped.reason == "out_of_memory":
                self._end(worker)
            return answer
        skipped = self._explain_end(worker)
        self._end(worker)
        if skipped.reason == "extraction_failed" and may_retry:
            return None
        return end_capture(capture, skipped)

    def _explain_end(self, worker: _Worker) -> Skipped:
        code = worker.process.wait()
        if code == -signal.SIGXCPU:
            return skip("parse_timeout", f"More than {self._cpu_seconds} s of processor time.")
        name = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        return skip("extraction_failed", f"The worker process ended with {name}.")

    def _start(self) -> _Worker:
        ours, theirs = Pipe()
        with theirs:
            boot = _BOOT.format(path=sys.path, fd=theirs.fileno(), cpu=self._cpu_seconds, memory=self._memory_bytes)
            process = subprocess.Popen(
                [sys.executable, "-c", boot],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _await_ready(self, worker: _Worker) -> None:
        try:
            worker.is_ready = worker.connection.recv() == READY
        except (EOFError, ConnectionResetError) as error:
            code = worker.process.wait()
            self._end(worker)
            raise FaultError(
                f"An extraction worker could not start: exit status {code}. Its error is above."
            ) from error

    def _end(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.connection.close()
        if worker.task is not None or not worker.is_ready:
            worker.process.kill()
        worker.process.wait()
