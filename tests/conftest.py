"""The order of all tests, and which run only where they are asked for. What one folder needs stands in that folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Whole runs under real faults take minutes of two quiet cores.
_FAULT_FOLDERS = [Path(__file__).parent / name for name in ("faults", "hostile", "soak")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first: where files are shared out among processes, these then end together.

    The slow tests of whole runs under faults are left out unless `BROADSHEET_FAULTS` is set (`make faults`).
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    if "BROADSHEET_FAULTS" in os.environ:
        return
    for item in items:
        if item.path.parent in _FAULT_FOLDERS and item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="whole runs under real faults: make faults"))
