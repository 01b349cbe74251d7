"""The pool: keeps workers, gives them batches, replaces those that end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Generic, Self

from broadsheet.errors import FaultError
from broadsheet.failures import Failure
from broadsheet.pool.job import Item, Job, Outcome
from broadsheet.pool.process import Worker
from broadsheet.pool.queue import Batch, Queue

# Items a worker that may be read before the oldest answer is out: enough batches to outlast one slow article.
_AHEAD_ITEMS, _AHEAD_BATCHES = 16, 4


class Pool(Generic[Item, Outcome]):
    """Workers for one job; use it as a context manager. They start with the first item and serve run after run.

    workers: number of processes. With one, too, all work is done in a worker: the caller's process loads no model and
    is never ended by an item.
    """

    def __init__(self, job: Job[Item, Outcome], workers: int = 1) -> None:
        self._job = job
        self._size = max(1, workers)
        self._workers: list[Worker] = []
        self._idle: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self, *, at_once: bool = False) -> None:
        """End all workers; the next run starts new ones. at_once: do not wait until they have tidied up."""
        while self._workers:
            self._discard(self._workers[-1], at_once=at_once)

    def map(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """Yield one outcome per item, in their order; reads some batches ahead.

        An item that ends its worker by the clock, by memory or by a crash, or that raises an exception, gets the
        outcome that the job has for it. Raises FaultError where the fault is ours whatever the item.
        """
        ahead = self._size * max(_AHEAD_ITEMS, _AHEAD_BATCHES * self._job.batch_items)
        queue = Queue(self._job, items, ahead)
        busy: dict[Any, tuple[Worker, Batch[Item]]] = {}
        try:
            while not queue.is_finished:
                hired = []
                while len(busy) < self._size and (batch := queue.next_batch()) is not None:
                    worker = self._hire(batch.wants_fresh)
                    busy[worker.connection] = worker, batch
                    hired.append((worker, batch))
                for worker, batch in hired:  # new ones warm up side by side
                    worker.send(batch.items, self._job.limit(batch.items))
                yield from queue.take_done()
                for connection in wait(list(busy)) if busy else []:
                    self._take_answer(queue, *busy[connection])
                    del busy[connection]
        finally:
            for worker, _ in busy.values():
                self._discard(worker)

    def _take_answer(self, queue: Queue[Item, Outcome], worker: Worker, batch: Batch[Item]) -> None:
        answer = worker.receive()
        if isinstance(answer, FaultError):
            raise answer
        if isinstance(answer, Failure):
            queue.fail(batch, answer, was_fresh=worker.is_fresh)
        else:
            queue.finish(batch, answer)
        if isinstance(answer, Failure) and answer.kind != "error":
            self._discard(worker)
        else:
            self._idle.append(worker)

    def _hire(self, wants_fresh: bool) -> Worker:
        """An idle worker, or a new one; a fresh one takes the place of an idle one."""
        if self._idle and not wants_fresh:
            return self._idle.pop()
        if self._idle and len(self._workers) >= self._size:
            self._discard(self._idle[0])
        worker = Worker(self._job)
        self._workers.append(worker)
        return worker

    def _discard(self, worker: Worker, *, at_once: bool = False) -> None:
        self._workers.remove(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        worker.end(at_once=at_once)
