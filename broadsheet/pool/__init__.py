"""The guarded pool: many items through long-lived worker processes, each item under limits, order kept.

Belongs here: worker processes, batches, limits, what happens to an item whose worker is ended. What is done to an item,
its limits and the row of one that failed belong to the jobs: `broadsheet.extract.job`, `broadsheet.derive_job`. A job
names a function of plain values in, plain values out, that writes nothing, so another executor could run it as well.
"""

from broadsheet.pool.guard import Pool
from broadsheet.pool.job import Job, Limits
from broadsheet.pool.kept import close_pools, get_pool

__all__ = ["Job", "Limits", "Pool", "close_pools", "get_pool"]
