"""What a pool must know of a kind of work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from broadsheet.failures import Failure

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a batch may take. memory_bytes: address space beyond what its worker has after its warm-up."""

    cpu_seconds: int
    wall_seconds: float
    memory_bytes: int


@dataclass(frozen=True)
class Job(ABC, Generic[Item, Outcome]):
    """One kind of work, described to the parent process without importing what does it.

    work: "module:function". The function is called once in each worker with `arguments`, loads what the work needs and
    returns the function that a batch is given to: a list of items in, the list of their outcomes out, in their order.
    Items, outcomes and arguments are pickled. An exception costs the batch and is retried item by item; FaultError,
    which is our own fault whatever the item, is raised in the parent. batch_items: items given to a worker at once.
    """

    work: str
    arguments: tuple[object, ...] = ()
    batch_items: int = 1

    @abstractmethod
    def limit(self, batch: Sequence[Item]) -> Limits:
        """What a batch may take; a batch of one item is held to the limits of that item."""

    @abstractmethod
    def refuse(self, item: Item) -> Outcome | None:
        """The outcome of an item that no worker should see; None for all others."""

    @abstractmethod
    def give_up(self, item: Item, failure: Failure) -> Outcome:
        """The outcome of an item that failed alone."""
