"""Names of two articles: whether they are one entity, from the text to the entity."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.gates.gate_linking import find_rows, resolve

CASES = [
    json.loads(line) for line in Path("tests/golden/entities/across.jsonl").read_text(encoding="utf-8").splitlines()
]
# Most cases of a kind that may be told wrongly: what the model of names does not see, it cannot join.
ALLOWED = {("acronym", True): 1, ("club", False): 1, ("person", False): 2, ("short", True): 3}


@pytest.mark.slow
def test_names_of_two_articles_are_told_apart_or_joined() -> None:
    sides = [(f"{number}-{side}", case[side]) for number, case in enumerate(CASES) for side in ("left", "right")]
    records = [{"id": version, "text": text} for version, (_, text) in sides]
    rows = find_rows(records)
    wrong: Counter[tuple[str, bool]] = Counter()
    for number, case in enumerate(CASES):
        pair = {f"{number}-left": case["left"], f"{number}-right": case["right"]}
        mentions = resolve(rows.filter(pl.col("article_version_id").is_in(list(pair))), records)
        left, right = (_find_entity(mentions, version, name, text) for version, (name, text) in pair.items())
        wrong[case["kind"], case["same"]] += (left is not None and left == right) != case["same"]
    assert {kind: count for kind, count in wrong.items() if count > ALLOWED.get(kind, 0)} == {}


def _find_entity(mentions: pl.DataFrame, version: str, name: str, text: str) -> Any:
    start = text.index(name)
    found = mentions.filter(
        (pl.col("article_version_id") == version)
        & (pl.col("start_char") < start + len(name))
        & (pl.col("end_char") > start)
    )
    return found["entity_id"][0] if found.height else None
