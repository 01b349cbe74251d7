"""Numbers in news sentences: golden cases with value, unit, bound, change and what is counted."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
import spacy

from broadsheet.analysed import AnalysedArticle
from broadsheet.dates import find_dates
from broadsheet.derive import analyse_articles
from broadsheet.language.pipeline import LanguageModel
from broadsheet.numbers import find_numbers
from broadsheet.records import ArticleText, Number

GOLDEN = Path(__file__).parents[1] / "golden" / "numbers"
CASES = [
    json.loads(line)
    for path in sorted(GOLDEN.glob("[np][er]*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def blank_model() -> LanguageModel:
    """No parse: what is counted must be found by patterns alone."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return LanguageModel(nlp, "blank")


def _read(text: str, model: LanguageModel, country: str | None = None) -> AnalysedArticle:
    return next(iter(analyse_articles([ArticleText("case", text, country_code=country)], model)))


def _find(text: str, model: LanguageModel, country: str | None = None) -> list[Number]:
    analysed = _read(text, model, country)
    return list(find_numbers(analysed, find_dates(analysed), []))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_news_sentence_gives_its_numbers(case: dict[str, Any], blank_model: LanguageModel) -> None:
    found = _find(case["text"], blank_model, case.get("country"))
    for absent in case.get("absent", ()):
        assert not any(all(getattr(n, column) == value for column, value in absent.items()) for n in found), absent
    if not case["numbers"] and "absent" not in case:
        assert [number.number_text for number in found] == []
    for wanted in case["numbers"]:
        number = next((n for n in found if _is_place(n, wanted["number_text"])), None)
        assert number is not None, f"{wanted['number_text']} not in {[n.evidence.surface for n in found]}"
        for column, value in wanted.items():
            if column == "number_text":
                continue
            own = getattr(number, column)
            same = (
                math.isclose(own, value, rel_tol=1e-3) if isinstance(value, float) and own is not None else own == value
            )
            assert same, f"{wanted['number_text']}: {column} is {own!r}, not {value!r}"


def _is_place(number: Number, text: str) -> bool:
    return text in (number.number_text, number.evidence.surface)
