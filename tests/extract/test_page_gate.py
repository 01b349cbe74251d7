"""Walls, stubs, errors, front pages and articles written for this test: each gets its reason, or passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from broadsheet.extract.stamps import parse_stamp
from tests.extract.test_extract_capture import extract

GOLDEN = Path(__file__).parents[1] / "golden" / "extract" / "page_gate.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
INDEXES = {"homepage_or_index", "listing"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_page_is_turned_away_for_its_reason(case: dict[str, Any]) -> None:
    skipped = extract(case["html"], url=case["url"]).skipped
    reason = skipped.reason if skipped else None
    assert reason == case["reason"] or {reason, case["reason"]} <= INDEXES


def test_a_long_thai_word_is_read_in_linear_time() -> None:
    word = "ผู้ผลิตและจำหน่ายโซ่อุตสาหกรรมทุกประเภททุกชนิดในราคา"
    assert parse_stamp(f"{word}{word}{word} 3", month_first=False) is None
