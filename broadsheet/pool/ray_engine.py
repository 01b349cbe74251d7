"""The engine on Ray: the same guarded pool, one worker to each processor of a cluster.

Each of Ray's actors, a host, holds a pool of one worker on its machine, so an item that spins, crashes or eats memory
ends that worker, is tried again and gets its reason there, as on one machine. Where a host or its machine is lost, its
batch goes to another. Imported only where `BROADSHEET_ENGINE` says `ray`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, Generic

from broadsheet.errors import FaultError, SourceError
from broadsheet.pool.guard import Pool
from broadsheet.pool.job import Item, Job, Outcome
from broadsheet.pool.queue import Batch, Queue
from broadsheet.pool.ray_cluster import connect, import_ray, shorten
from broadsheet.pool.same_code import describe_code, list_differences

# A call costs a millisecond or two, a page sixty: sixteen pages make it small.
_BATCH_ITEMS = 16
_BATCHES_AHEAD = 4
# An item cannot end its host, whose worker it ends; so a batch that loses this many has bad luck with its machines.
_MOST_LOST = 5
_WAIT_S = 120.0


class Host:
    """What an actor does: hold a pool of one worker for each job, and hand it batches."""

    def __init__(self) -> None:
        self._pools: dict[Job[Any, Any], Pool[Any, Any]] = {}

    def describe(self) -> dict[str, str]:
        """The code that it would work by."""
        return describe_code()

    def work(self, job: Job[Item, Outcome], items: Sequence[Item]) -> list[Outcome] | FaultError:
        """The outcomes of a batch, or the fault that no item is to blame for."""
        if job not in self._pools:
            self._pools[job] = Pool(job, 1)
        try:
            return list(self._pools[job].map(items))
        except FaultError as error:
            return error


class Crew:
    """The hosts of this process, for all its jobs: one that waits for a job would keep its processor from the next.

    workers: how many processors it takes; 0 means all that the cluster has. Raises SettingsError where Ray is not
    installed.
    """

    def __init__(self, workers: int) -> None:
        self.ray = import_ray()
        self.idle: list[Any] = []
        self._workers = workers
        self._hosts: list[Any] = []
        self._starting: dict[Any, Any] = {}
        self._lost_starts = 0
        self._code = describe_code()

    def connect(self) -> int:
        """Join the cluster and say how many hosts there may be. Raises SourceError where it does not answer."""
        connect(self.ray, self._workers)
        return self._workers or max(1, int(self.ray.cluster_resources().get("CPU", 1)))

    def hire(self, size: int, *, is_stuck: bool) -> None:
        """Start hosts while there are fewer than `size`, or no other is to be had; they are taken in once they run."""
        lacking = size - len(self._hosts) - len(self._starting)
        for _ in range(max(lacking, int(is_stuck and not self._starting))):
            host = self.ray.remote(num_cpus=1, max_restarts=0)(Host).remote()
            self._starting[host.describe.remote()] = host

    def wait(self, busy: Sequence[Any]) -> list[Any]:
        """Those of the calls `busy` that are done, once there are any or a host has started.

        Raises SourceError where nothing is in work and no host starts, FaultError for a host with other code.
        """
        done, _ = self.ray.wait([*busy, *self._starting], num_returns=1, timeout=None if busy else _WAIT_S)
        if not done:
            raise SourceError(
                f"No processor of the Ray cluster came free within {_WAIT_S:.0f} s. Look at `ray status`: are its "
                "machines up, or is it full? The same command goes on from here."
            )
        for call in done:
            if call in self._starting:
                self._welcome(call, self._starting.pop(call))
        return [call for call in done if call in busy]

    def count_loss(self, before: int, error: BaseException) -> None:
        """Raises SourceError where as many are lost as can be no chance: of one batch, or of starts on end."""
        if before + 1 >= _MOST_LOST:
            raise SourceError(
                f"Ray lost the machine or process of one batch or start {_MOST_LOST} times: {shorten(error)} Look at "
                "`ray status` and at the memory of its machines. The same command goes on from here."
            ) from error

    def discard(self, host: Any) -> None:
        """End a host and whatever it works on."""
        for group in (self._hosts, self.idle):
            with suppress(ValueError):
                group.remove(host)
        if self.ray.is_initialized():
            self.ray.kill(host)

    def close(self) -> None:
        """End all hosts; their workers end with them."""
        for host in (*self._hosts, *self._starting.values()):
            self.discard(host)
        self._starting = {}

    def _welcome(self, call: Any, host: Any) -> None:
        """Take a host in that has started, if it works by the same code."""
        try:
            theirs = self.ray.get(call)
        except self.ray.exceptions.RayActorError as error:
            self.count_loss(self._lost_starts, error)
            self._lost_starts += 1  # its machine went while it started; another one is started for it
            return
        self._lost_starts = 0
        if differences := list_differences(self._code, theirs):
            self.discard(host)
            raise FaultError(
                f"A machine of the Ray cluster has other code: {'; '.join(differences[:5])}. Install the same release "
                "of broadsheet and its lock on all of them."
            )
        self._hosts.append(host)
        self.idle.append(host)


@cache
def get_crew(workers: int) -> Crew:
    """The crew of this process with so many workers."""
    return Crew(workers)


class RayEngine(Generic[Item, Outcome]):
    """An `Engine` for one job on the cluster that `RAY_ADDRESS` names, else on a Ray of its own on this machine."""

    def __init__(self, job: Job[Item, Outcome], workers: int = 0) -> None:
        """workers: as `Crew` says, with its errors."""
        self._job = job
        self._crew = get_crew(workers)

    def map(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """As `Engine.map` says. Raises SourceError where no machine of the cluster works, or five fail one batch."""
        crew, size = self._crew, self._crew.connect()
        batch_items = max(_BATCH_ITEMS, self._job.batch_items)
        queue = Queue(self._job, items, size * _BATCHES_AHEAD * batch_items, batch_items)
        busy: dict[Any, tuple[Any, Batch[Item]]] = {}
        try:
            while not queue.is_finished:
                while crew.idle and (batch := queue.next_batch()) is not None:
                    host = crew.idle.pop()
                    busy[host.work.remote(self._job, list(batch.items))] = host, batch
                crew.hire(size, is_stuck=not (crew.idle or busy))
                yield from queue.take_done()
                if busy or not crew.idle:
                    for call in crew.wait(list(busy)):
                        self._take_answer(queue, call, *busy.pop(call))
        finally:
            for host, _ in busy.values():
                crew.discard(host)

    def close(self, *, at_once: bool = False) -> None:
        """End the hosts of all jobs, at once either way: they have nothing to tidy up."""
        self._crew.close()

    def _take_answer(self, queue: Queue[Item, Outcome], call: Any, host: Any, batch: Batch[Item]) -> None:
        try:
            answer = self._crew.ray.get(call)
        except self._crew.ray.exceptions.RayError as error:  # the host or its machine is gone, or the answer is
            self._crew.discard(host)
            self._crew.count_loss(batch.tries, error)
            queue.give_back(batch)
            return
        self._crew.idle.append(host)
        if isinstance(answer, FaultError):
            raise answer
        queue.finish(batch, answer)
