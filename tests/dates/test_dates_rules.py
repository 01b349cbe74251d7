"""Each rule of the date grammar on sentences of its own: golden cases with the row that the rule makes."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import spacy

from broadsheet.dates import find_dates
from broadsheet.dates.grammar import RULE_MODULES
from broadsheet.dates.rules import RULES
from broadsheet.derive import analyse_articles
from broadsheet.language.pipeline import LanguageModel
from broadsheet.records import ArticleText, DateExpression

GOLDEN = Path(__file__).parents[1] / "golden" / "dates"
FILES = ("clock", "days", "digits", "lengths", "named_days", "periods", "pieces", "sets")
CASES = [
    pytest.param(json.loads(line), id=f"{name}-{json.loads(line)['id']}")
    for name in FILES
    for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
# Joined from what rules found: the two ends of a range, a day with its time, a length with its first day.
JOINED = frozenset(["range", "day_and_time", "stretch"])


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return LanguageModel(nlp, "blank")


@pytest.mark.parametrize("case", CASES)
def test_rule_makes_its_row(model: LanguageModel, case: dict[str, Any]) -> None:
    article = ArticleText(
        "case",
        case["text"],
        published_on=date.fromisoformat(case["published_on"]) if case["published_on"] else None,
        country_code=case.get("country_code"),
    )
    rows = find_dates(next(iter(analyse_articles([article], model))))
    assert [_show(row) for row in rows] == [{"mod": None, "start_at": None} | wanted for wanted in case["dates"]]


def _show(row: DateExpression) -> dict[str, str | None]:
    return {
        "surface": row.evidence.surface,
        "timex_type": row.timex_type,
        "value": row.value,
        "rule": row.rule,
        "mod": row.mod,
        "start_on": row.start_on.isoformat() if row.start_on else None,
        "end_on": row.end_on.isoformat() if row.end_on else None,
        "start_at": row.start_at.isoformat() if row.start_at else None,
    }


def test_every_rule_has_two_cases_of_its_own() -> None:
    assert RULE_MODULES
    made = Counter(row["rule"] for case in CASES for row in case.values[0]["dates"])
    rules = {rule.name for rule in RULES} | JOINED
    assert {rule: made[rule] for rule in rules if made[rule] < 2} == {}
    assert set(made) <= rules
