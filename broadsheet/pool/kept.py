"""Engines that outlive one run of days: a hundred sparse days do not start their workers a hundred times.

A worker needs seconds of processor time to load the extractor or the language model. The engines of a process are kept
here until it ends or `close_engines` is called.
"""

from __future__ import annotations

import atexit
from typing import Any

from broadsheet.pool.engine import Engine
from broadsheet.pool.guard import Pool
from broadsheet.pool.job import Item, Job, Outcome

_engines: dict[tuple[Job[Any, Any], int, str], Engine[Any, Any]] = {}


def get_engine(job: Job[Item, Outcome], workers: int, name: str = "local") -> Engine[Item, Outcome]:
    """The engine of this process for that job with so many workers; they start with the first item.

    name: `local` or `ray`. Raises SettingsError where Ray is not installed.
    """
    key = (job, workers, name)
    if key not in _engines:
        _engines[key] = _open_ray(job, workers) if name == "ray" else Pool(job, workers)
    return _engines[key]


def close_engines(*, at_once: bool = False) -> None:
    """End all kept workers, as `Engine.close` does. The next call of `get_engine` makes new ones."""
    for engine in _engines.values():
        engine.close(at_once=at_once)
    _engines.clear()


def _open_ray(job: Job[Item, Outcome], workers: int) -> Engine[Item, Outcome]:
    from broadsheet.pool.ray_engine import RayEngine  # an extra, and a second of start

    return RayEngine(job, workers)


atexit.register(close_engines)
