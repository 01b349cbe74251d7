"""The memory that this process may use, so that a query that wants more fails and the machine goes on.

DuckDB's own limit does not count every buffer: repeat() took 3 GB under a limit of 512 MB.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

# Beside what queries may hold: buffers of results, Python's own objects, stacks of threads.
_MARGIN_MB = 1024


def bound_memory(memory_mb: int) -> None:
    """Let this process map at most its present size, `memory_mb` and a margin; does nothing but on Linux."""
    if sys.platform != "linux":
        return
    import resource

    mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    limit = mapped + (memory_mb + _MARGIN_MB) * 2**20
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError):
        # A stricter limit of whoever started us stays.
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
