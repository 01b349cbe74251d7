"""Pools that outlive one run of days: a hundred sparse days do not start their workers a hundred times.

A worker needs seconds of processor time to load the extractor or the language model. The pools of a process are kept
here until it ends or `close_pools` is called.
"""

from __future__ import annotations

import atexit
from typing import Any

from broadsheet.pool.guard import Pool
from broadsheet.pool.job import Item, Job, Outcome

_pools: dict[tuple[Job[Any, Any], int], Pool[Any, Any]] = {}


def get_pool(job: Job[Item, Outcome], workers: int) -> Pool[Item, Outcome]:
    """The pool of this process for that job with so many workers; they start with the first item."""
    return _pools.setdefault((job, workers), Pool(job, workers))


def close_pools(*, at_once: bool = False) -> None:
    """End all kept workers, as `Pool.close` does. The next call of `get_pool` makes new ones."""
    for pool in _pools.values():
        pool.close(at_once=at_once)
    _pools.clear()


atexit.register(close_pools)
