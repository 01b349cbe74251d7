"""Names and places with the shipped pipeline: kinds that once went wrong, in other words, and what must not match."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from broadsheet.derive import analyse_articles
from broadsheet.entities import find_mentions
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleText, Mention

FOLDER = Path(__file__).parents[1] / "golden" / "entities"


def _read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


VARIANTS, PLACES = _read("variants.jsonl"), _read("places.jsonl")


def _find(case: dict[str, Any]) -> Sequence[Mention]:
    article = ArticleText("v1", case["text"], country_code=case.get("country"))
    return find_mentions(next(iter(analyse_articles([article], load_language_model()))))


@pytest.mark.parametrize("case", VARIANTS, ids=[case["id"] for case in VARIANTS])
def test_names_have_the_type_and_entity_that_the_text_shows(case: dict[str, Any]) -> None:
    found = [(m.evidence.surface, m.mention_type, m.entity_name) for m in _find(case)]
    for surface, mention_type, entity_name in case.get("want", ()):
        fitting = [row for row in found if row[:2] == (surface, mention_type)]
        assert any(entity_name in (None, row[2]) for row in fitting), found
    for surface, mention_type in case.get("absent", ()):
        assert (surface, mention_type) not in [row[:2] for row in found]
    for surface, entity_name in case.get("absent_names", ()):
        assert (surface, entity_name) not in [(row[0], row[2]) for row in found]


@pytest.mark.parametrize("case", PLACES, ids=[case["id"] for case in PLACES])
def test_places_are_those_that_the_article_means(case: dict[str, Any]) -> None:
    found: dict[str, set[tuple[str | None, str | None]]] = {}
    for mention in _find(case):
        found.setdefault(mention.evidence.surface, set()).add((mention.country_code, mention.place_id))
    for surface, (country_code, place_id) in case["places"].items():
        assert found.get(surface) == {(country_code, place_id)}, found


def test_a_state_and_a_city_of_one_name_are_two_entities() -> None:
    text = "The governor of New York signed it. The mayor of New York did not."
    keys = [m.entity_key for m in _find({"text": text}) if m.evidence.surface == "New York"]
    assert keys == ["LOC|new york (us-ny)", "LOC|new york"]


def test_a_name_written_surname_first_is_filed_in_its_usual_order() -> None:
    found = next(m for m in _find({"text": "Charged were: Roe, Jane; Doe, John."}) if "Roe" in m.evidence.surface)
    assert (found.entity_key, found.name_norm, found.head) == ("PERSON|jane roe", "jane roe", "Roe")
