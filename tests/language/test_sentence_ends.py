"""Sentences end after an abbreviation where the next word begins one, and never after a title."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from broadsheet.language.pipeline import LanguageModel, load_language_model

GOLDEN = Path(__file__).parents[1] / "golden" / "language" / "sentences.jsonl"
CASES = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_language_model()


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_sentences_end_where_they_should(model: LanguageModel, case: dict[str, Any]) -> None:
    doc = next(model.analyse([case["text"]]))
    assert [sent.text for sent in doc.sents] == case["sentences"]
