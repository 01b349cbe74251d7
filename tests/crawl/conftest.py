"""Fixtures of the tests of polls."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def fast_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No waiting for the disk: what a power cut would cost is not tested here, and kills need no sync."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    yield
