"""What every engine does, and the one that is set: a job's items in, its outcomes out, whoever does the work.

Belongs here: the interface. An engine never writes to the lake; the stage of the day does, once, in its own process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item", contravariant=True)
Outcome = TypeVar("Outcome", covariant=True)


class Engine(Protocol[Item, Outcome]):
    """Does one `Job`. Rows do not depend on which engine, on how many workers it has, or on which of them are lost."""

    def map(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """Yield one outcome per item, in their order; reads some batches ahead.

        An item that fails under its limits gets the outcome that the job has for it. Raises FaultError where the fault
        is ours whatever the item, and SourceError where the machines that do the work are gone.
        """

    def close(self, *, at_once: bool = False) -> None:
        """End all workers; the next `map` starts new ones. at_once: do not wait until they have tidied up."""
