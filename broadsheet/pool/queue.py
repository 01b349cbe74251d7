"""The items of one run through a pool: cut into batches, tried again where that helps, given back in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic

from broadsheet.failures import Failure
from broadsheet.pool.job import Item, Job, Outcome

# Failures that may come from what the worker did before: they count only in a fresh one.
_OF_THE_WORKER = frozenset({"crash", "memory"})


@dataclass(frozen=True, slots=True)
class Batch(Generic[Item]):
    """Items with their places. tries: how often a worker has ended on them; after that they want a fresh one."""

    places: tuple[int, ...]
    items: tuple[Item, ...]
    tries: int = 0
    wants_fresh: bool = False


class Queue(Generic[Item, Outcome]):
    """Hands out batches and takes outcomes; at most `ahead` items are read before the oldest one is given back.

    batch_items: items of a batch, where it is not the job that says.
    """

    def __init__(self, job: Job[Item, Outcome], items: Iterable[Item], ahead: int, batch_items: int = 0) -> None:
        self._job = job
        self._batch_items = batch_items or job.batch_items
        self._items = iter(items)
        self._ahead = ahead
        self._again: deque[Batch[Item]] = deque()
        self._done: dict[int, Outcome] = {}
        self._read_count = 0
        self._given_count = 0
        self._is_read = False

    @property
    def is_finished(self) -> bool:
        """Whether every item that was read has been given back, and there are no more."""
        return self._is_read and self._given_count == self._read_count

    def next_batch(self) -> Batch[Item] | None:
        """The next batch to be worked on; None where there is none at this moment."""
        if self._again:
            return self._again.popleft()
        places: list[int] = []
        items: list[Item] = []
        while len(items) < self._batch_items and self._read_count - self._given_count < self._ahead:
            try:
                item = next(self._items)
            except StopIteration:
                self._is_read = True
                break
            place, self._read_count = self._read_count, self._read_count + 1
            refused = self._job.refuse(item)
            if refused is None:
                places.append(place)
                items.append(item)
            else:
                self._done[place] = refused
        return Batch(tuple(places), tuple(items)) if items else None

    def finish(self, batch: Batch[Item], outcomes: Iterable[Outcome]) -> None:
        """Take the outcomes of a batch."""
        self._done.update(zip(batch.places, outcomes, strict=True))

    def fail(self, batch: Batch[Item], failure: Failure, *, was_fresh: bool) -> None:
        """Take a failed batch: several items are tried one by one, so that only the culprit is given up.

        An item whose worker crashed or ran out of memory is given up the second time, and only by a fresh worker.
        """
        tries = batch.tries + (failure.kind in _OF_THE_WORKER)
        if len(batch.items) > 1:
            singles = zip(batch.places, batch.items, strict=True)
            self._again.extend(Batch((place,), (item,), tries) for place, item in singles)
        elif failure.kind in _OF_THE_WORKER and not (was_fresh and tries > 1):
            self._again.appendleft(Batch(batch.places, batch.items, tries, wants_fresh=True))
        else:
            self._done[batch.places[0]] = self._job.give_up(batch.items[0], failure)

    def give_back(self, batch: Batch[Item]) -> None:
        """Take a batch back that was lost through no fault of its items; it is the next one to be handed out."""
        self._again.appendleft(replace(batch, tries=batch.tries + 1))

    def take_done(self) -> Iterator[Outcome]:
        """Yield the outcomes that are next in the order of the items."""
        while self._given_count in self._done:
            outcome = self._done.pop(self._given_count)
            self._given_count += 1
            yield outcome
