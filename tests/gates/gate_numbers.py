"""Numbers against other readers' test suites: exact span and value, share of cases."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.gates.framework import gate
from tests.gates.recognizers import MODELS, check_case


@gate(name="numbers", corpus="recognizers_en", path="gold/recognizers_en.jsonl.gz")
def measure_recognizers(records: list[dict[str, Any]]) -> dict[str, float]:
    """Share of cases, by model, in which all spans and values are right and nothing else is found."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in records:
        model = case["split"].rpartition("/")[2]
        if model not in MODELS:
            continue
        labels, read, wanted = MODELS[model]
        total[model] += 1
        right[model] += check_case(case, labels, read(case["text"]), wanted)
    return {model: 100 * right[model] / count for model, count in total.items()}
