"""What tests of whole runs share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def only_days_with_pages() -> Iterator[None]:
    """Years without a page stay unmarked: telling Dagster of them took most of the time; test_empty_days does it."""
    from pipelines import sparse_backfill

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparse_backfill, "list_unvisited_days", lambda context, today: [])
        yield
