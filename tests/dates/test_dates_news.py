"""Time expressions in news sentences: golden cases, and the day implied by a text without a date."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import spacy

from broadsheet.dates import find_dates, infer_publication_day
from broadsheet.dates.find import read_dates
from broadsheet.dates.specs import Anchor
from broadsheet.derive import analyse_articles
from broadsheet.language.pipeline import LanguageModel
from broadsheet.records import ArticleText, DateExpression

GOLDEN = Path(__file__).parents[1] / "golden" / "dates"
CASES = [json.loads(line) for line in (GOLDEN / "news.jsonl").read_text(encoding="utf-8").splitlines()]
INFERRED = [json.loads(line) for line in (GOLDEN / "inference.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_news_sentence_gives_its_dates(case: dict[str, Any]) -> None:
    anchor = Anchor(date.fromisoformat(case["published_on"]), "published")
    found = [
        (case["text"][expression.start_char : expression.end_char], value.timex_type, value.value)
        for expression, value in read_dates(case["text"], anchor)
    ]
    assert found == [(wanted["surface"], wanted["timex_type"], wanted["value"]) for wanted in case["dates"]]


def _find(text: str, **article: Any) -> list[DateExpression]:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    analysed = next(iter(analyse_articles([ArticleText("case", text, **article)], LanguageModel(nlp, "blank"))))
    return list(find_dates(analysed))


def test_weekday_and_day_determine_the_year_before_capture() -> None:
    rows = _find("She said on Wednesday (June 8) that the mill shut in April.", captured_at=datetime(2026, 11, 22))
    assert [(row.value, row.anchor) for row in rows] == [("2022-06-08", "weekday"), ("2022-04", "weekday")]


def test_without_any_anchor_the_year_stays_open() -> None:
    rows = _find("She said on Wednesday (June 8) that the mill shut in April. He came on Friday.")
    assert [row.value for row in rows] == ["XXXX-06-08", "XXXX-04", "XXXX-WXX-5"]
    assert all(row.start_on is None and row.how for row in rows)


def test_order_of_day_and_month_follows_the_country() -> None:
    text = "It was filed on 03/04/2021 here."
    values = [_find(text, country_code=code)[0].value for code in ("US", "GB", None)]
    assert values == ["2021-03-04", "2021-04-03", None]


def test_a_time_with_its_zone_becomes_an_instant() -> None:
    (row,) = _find("The strike began at 9:30 a.m. EST on March 3, 2021.", published_on=date(2021, 3, 4))
    assert row.start_at is not None and row.start_at.isoformat() == "2021-03-03T14:30:00+00:00"


@pytest.mark.parametrize("case", INFERRED, ids=[case["id"] for case in INFERRED])
def test_publication_day_is_inferred_from_weekday_and_day(case: dict[str, Any]) -> None:
    captured = date.fromisoformat(case["captured_on"]) if case["captured_on"] else None
    wanted = (date.fromisoformat(case["day"]), case["raw"]) if case["day"] else None
    assert infer_publication_day(case["text"], captured) == wanted
