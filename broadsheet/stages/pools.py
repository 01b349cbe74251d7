"""Worker processes that outlive one run of days: a hundred sparse days do not start them a hundred times.

A worker needs seconds of processor time to load the extractor or the language model. The pools of a process are kept
here until it ends or `close_pools` is called.
"""

from __future__ import annotations

import atexit

from broadsheet.derive_pool import DerivePool
from broadsheet.extract import ExtractPool

_extract_pools: dict[int, ExtractPool] = {}
_derive_pools: dict[tuple[int, str], DerivePool] = {}


def get_extract_pool(workers: int) -> ExtractPool:
    """The extract pool of this process with that many workers; they start with the first page."""
    return _extract_pools.setdefault(workers, ExtractPool(workers))


def get_derive_pool(workers: int, language_model: str) -> DerivePool:
    """The derive pool of this process for that language model; its workers start with the first article."""
    return _derive_pools.setdefault((workers, language_model), DerivePool(workers, language_model))


def close_pools() -> None:
    """End all kept workers. The next call of the functions above starts new ones."""
    for extract_pool in _extract_pools.values():
        extract_pool.close()
    for derive_pool in _derive_pools.values():
        derive_pool.close()
    _extract_pools.clear()
    _derive_pools.clear()


atexit.register(close_pools)
