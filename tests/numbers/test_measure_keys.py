"""Keys of measures: the same measure meets, different ones and phrases too general to compare do not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import LanguageModel, load_language_model
from broadsheet.numbers.counted_syntax import Counted
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.said import DOUBTFUL
from broadsheet.records import ArticleText, Number

CASES = [
    json.loads(line)
    for name in ("keys.jsonl", "measures.jsonl", "figures.jsonl")
    for line in (Path(__file__).parents[1] / "golden" / "numbers" / name).read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_language_model()


def _find(model: LanguageModel, text: str) -> tuple[Number, ...]:
    return derive_rows(next(iter(analyse_articles([ArticleText("case", text)], model)))).numbers


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_key_says_what_is_counted_of_what_and_where(case: dict[str, Any], model: LanguageModel) -> None:
    found = {number.evidence.surface: number for number in _find(model, case["text"])}
    keys = {surface: number.measure_key for surface, number in found.items()}
    wanted = case.get("keys", {})
    assert {surface: keys.get(surface, "not found") for surface in wanted} == wanted
    kinds = {surface: found[surface].kind if surface in found else None for surface in case.get("kinds", {})}
    assert kinds == case.get("kinds", {})


def test_key_falls_back_on_the_place_an_article_is_about(model: LanguageModel) -> None:
    text = "A dam broke above Port Merrin on Monday.\n\nThe council said 212 homes were flooded."
    (number,) = [number for number in _find(model, text) if number.number_text == "212"]
    assert (number.scope_place, number.measure_key) == ("Port Merrin", "flooded|home|count|port merrin")


def test_event_without_any_place_has_no_key(model: LanguageModel) -> None:
    (number,) = _find(model, "The strike left 12 dead.")
    assert number.measure_key is None


def test_bare_count_takes_the_one_event_of_its_noun(model: LanguageModel) -> None:
    text = "About 340 homes were flooded in Port Merrin.\n\nThe council had counted 241 homes before."
    assert {n.number_text: n.measure_key for n in _find(model, text) if n.kind == "count"} == {
        "340": "flooded|home|count|port merrin",
        "241": "flooded|home|count|port merrin",
    }


def test_bare_count_of_a_noun_with_two_events_has_no_key(model: LanguageModel) -> None:
    text = "Some 340 homes were flooded in Port Merrin, and twelve homes were destroyed.\n\nThe 90 homes are old."
    assert [number.measure_key for number in _find(model, text)][-1] is None


def _read_golden(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).parents[1] / "golden" / "numbers" / name
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _find_key(model: LanguageModel, text: str, surface: str) -> str | None:
    found = (number for number in _find(model, text) if surface in (number.evidence.surface, number.number_text))
    return next(found).measure_key


SERIES = _read_golden("series.jsonl")


@pytest.mark.parametrize("case", SERIES, ids=[case["id"] for case in SERIES])
def test_figures_of_one_thing_meet_and_of_two_things_do_not(case: dict[str, Any], model: LanguageModel) -> None:
    keys = [_find_key(model, text, surface) for text, surface in case["texts"]]
    assert None not in keys
    assert len(set(keys)) == (1 if case["same"] else len(keys)), keys


SCOPES = [*_read_golden("scopes.jsonl"), *_read_golden("counted.jsonl")]


@pytest.mark.parametrize("case", SCOPES, ids=[case["id"] for case in SCOPES])
def test_number_says_what_it_counts_where_and_when(case: dict[str, Any], model: LanguageModel) -> None:
    article = ArticleText("case", case["text"], published_on=date(2026, 3, 12))
    rows = derive_rows(next(iter(analyse_articles([article], model)))).numbers
    found = {row.evidence.surface: row for row in rows}
    for surface, wanted in case["numbers"].items():
        given = {column: getattr(found[surface], column) for column in wanted}
        assert {column: str(value) if isinstance(value, date) else value for column, value in given.items()} == wanted


def test_company_stands_for_the_one_organisation_of_an_article(model: LanguageModel) -> None:
    text = "Acme Corp is closing a plant, Acme Corp said.\n\nThe company's revenue was $4.1bn."
    assert _find_key(model, text, "$4.1bn") == "revenue||dollar|acme corp"


def test_key_says_its_measure_and_what_is_counted_in_columns(model: LanguageModel) -> None:
    (number,) = _find(model, "Twelve soldiers were killed in Norway.")
    assert (number.measure, number.counted_norm, number.place_id) == ("killed", "soldier", "NO")


@pytest.mark.parametrize(
    ("phrase", "head", "by_syntax", "said"),
    [
        # Seven were killed and 30 others wounded: a parser may tie the 30 to "killed".
        ("others wounded", "others", "killed", "injured"),
        ("homes damaged", "homes", "destroyed", "damaged"),
        # Nothing behind, no participle of an event, something that may not be so, nothing said at all.
        ("others", "others", "killed", "killed"),
        ("people feared killed", "people", "injured", "injured"),
        ("others wounded", "others", DOUBTFUL, DOUBTFUL),
        ("others wounded", "others", None, None),
    ],
)
def test_a_participle_right_behind_says_what_happened(
    phrase: str, head: str, by_syntax: str | None, said: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.numbers.measured.find_said", lambda token: by_syntax)
    unused: Any = object()
    counted = Counted(0, len(phrase), head, "syntax")
    assert Measured(unused, counted, unused, phrase, unused, None).said == said
