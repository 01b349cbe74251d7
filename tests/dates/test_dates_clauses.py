"""Dates read with the shipped model: the clause decides the side of a weekday or month, and what is no date at all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from broadsheet.dates.find import read_dates
from broadsheet.dates.specs import Anchor
from broadsheet.language.pipeline import LanguageModel, load_language_model

GOLDEN = Path(__file__).parents[1] / "golden" / "dates" / "clauses.jsonl"
CASES = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_language_model()


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_clause_decides_its_dates(model: LanguageModel, case: dict[str, Any]) -> None:
    text = case["text"]
    doc = next(model.analyse([text]))
    anchor = Anchor(date.fromisoformat(case["published_on"]), "published")
    found = read_dates(text, anchor, doc, is_headline=case.get("is_headline", False))
    assert [(text[e.start_char : e.end_char], value.value) for e, value in found] == [
        (wanted["surface"], wanted["value"]) for wanted in case["dates"]
    ]
