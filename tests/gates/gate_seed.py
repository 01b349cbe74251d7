"""The first article: shares of what a careful reader expects, by group."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.gates.framework import gate, shared_folder
from tests.seed_score import check_seed


@gate(name="seed", corpus="first_article", path="seed/gold.json")
def measure_seed(records: list[dict[str, Any]]) -> dict[str, float]:
    """Share of checks that hold, by group of gold.json."""
    checks = check_seed(shared_folder() / "seed")
    total = Counter(check.group for check in checks)
    right = Counter(check.group for check in checks if check.is_right)
    return {group: 100 * right[group] / count for group, count in total.items()}
