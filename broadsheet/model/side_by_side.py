"""Models and views written side by side: each as soon as those that it reads are there.

Belongs here: which query runs when and on which connection, and stopping those that run. What one query gives is
written by execution; whether it need run at all is told by computed.

One query alone leaves most cores idle: sorting, windows and whatever reads less than a row group (122,880 rows) runs
in one thread of DuckDB.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from graphlib import TopologicalSorter
from types import TracebackType

import duckdb

from broadsheet.lake import Lake
from broadsheet.model.computed import Computed, find_input_version, is_computed
from broadsheet.model.execution import Written, write_query
from broadsheet.model.inputs import InputViews
from broadsheet.model.queries import Query

_HEARD_WITHIN_S = 0.1


@dataclass(frozen=True, slots=True)
class Finished:
    """A query whose table holds its rows. written, computed: None where it held them before; seconds: time it ran."""

    query: Query
    written: Written | None
    computed: Computed | None
    seconds: float


def find_reads(queries: Sequence[Query]) -> dict[str, list[str]]:
    """By name which of the others each query reads."""
    names = {query.name for query in queries}
    return {query.name: [table for table in query.inputs if table in names] for query in queries}


def write_side_by_side(
    queries: Sequence[Query], lake: Lake, known: Mapping[str, Computed], at_once: int
) -> Generator[Finished]:
    """Bring the table of each query up to date and give it back once it is, so many at once.

    Where one fails, and where the caller stops, those that run are stopped too; their tables are as before. Raises as
    `write_query` does.
    """
    by_name = {query.name: query for query in queries}
    reads = find_reads(queries)
    awaited_by = _count_readers(reads)
    order = TopologicalSorter(reads)
    order.prepare()
    ready: list[str] = []
    with _Lanes(lake, at_once) as lanes:
        while order.is_active():
            # First what most others wait for.
            ready = sorted([*ready, *order.get_ready()], key=lambda name: (awaited_by[name], name))
            if ready and lanes.is_one_free:
                query = by_name[ready.pop()]
                input_version = find_input_version(lake, query)
                if not is_computed(lake, query, input_version, known.get(query.name)):
                    lanes.start(query, input_version)
                    continue
                finished = [Finished(query, None, None, 0.0)]
            else:
                finished = lanes.wait()
            for one in finished:
                order.done(one.query.name)
                yield one


def _count_readers(reads: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """By name how many queries read it, directly or through others."""
    readers: dict[str, set[str]] = {name: set() for name in reads}
    for name in reversed(list(TopologicalSorter(reads).static_order())):
        for table in reads[name]:
            readers[table] |= {name} | readers[name]
    return {name: len(found) for name, found in readers.items()}


class _Lanes:
    """Connections that run one query each, in a thread each.

    A thread touches no table but the one that it writes, which no other query names before it is done.
    """

    def __init__(self, lake: Lake, count: int) -> None:
        self._lake = lake
        self._pool = ThreadPoolExecutor(count, "query")
        self._lanes = [InputViews(lake) for _ in range(count)]
        self._free = list(self._lanes)
        self._running: dict[Future[Finished], InputViews] = {}

    @property
    def is_one_free(self) -> bool:
        return bool(self._free)

    def start(self, query: Query, input_version: str) -> None:
        """Begin a query on a free connection."""
        lane = self._free.pop()
        connection = lane.open(query.inputs)
        self._running[self._pool.submit(_write, connection, query, self._lake, input_version)] = lane

    def wait(self) -> list[Finished]:
        """Those that are done, once one is. Raises what a query raised."""
        finished = []
        for future in wait(self._running, return_when=FIRST_COMPLETED).done:
            self._free.append(self._running.pop(future))
            finished.append(future.result())
        for one in finished:
            for lane in self._lanes:
                lane.forget(one.query.name)
        return finished

    def __enter__(self) -> _Lanes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Again and again: a query that has not begun yet does not hear it.
        while wait(self._running, timeout=_HEARD_WITHIN_S).not_done:
            for lane in self._running.values():
                lane.interrupt()
        self._pool.shutdown(wait=True)
        for lane in self._lanes:
            lane.close()


def _write(connection: duckdb.DuckDBPyConnection, query: Query, lake: Lake, input_version: str) -> Finished:
    started = time.monotonic()
    written = write_query(connection, query, lake)
    computed = Computed(input_version, lake.hash_files(query.table) if lake.is_local else "")
    return Finished(query, written, computed, time.monotonic() - started)
