"""Engines: many items through long-lived worker processes, each item under limits, order kept.

`local` is the guarded pool of this machine, `ray` the same pool on each processor of a cluster. Belongs here: worker
processes, batches, limits, what happens to an item whose worker is ended. What is done to an item, its limits and the
row of one that failed belong to the jobs: `broadsheet.extract.job`, `broadsheet.derive_job`. A job names a function of
plain values in, plain values out, that writes nothing, so any engine can run it.
"""

from broadsheet.pool.engine import Engine
from broadsheet.pool.guard import Pool
from broadsheet.pool.job import Job, Limits
from broadsheet.pool.kept import close_engines, get_engine

__all__ = ["Engine", "Job", "Limits", "Pool", "close_engines", "get_engine"]
