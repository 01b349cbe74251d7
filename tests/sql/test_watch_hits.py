"""Which articles a watch finds."""

from __future__ import annotations

from typing import Any

import pytest

TEXT = "The tidal barrier of Port Ellery failed. Ada Holm said C++ code was 100% to blame; 12 people were killed."


def find(ask, watch: dict[str, Any], **article: Any) -> list[list[str]]:
    place = {"article_version_id": "v", "article_id": "a", "source_id": "post"}
    rows = ask(
        "view", "watch_hits",
        watches=[{"watch_id": "w", "words": [], "names": [], "measures": [], "source_ids": []} | watch],
        articles_current=[place],
        articles=[place | {"headline": "Storm", "text": TEXT} | article],
        mentions=[
            {"mention_id": "1", "article_version_id": "v", "surface": "Holm", "entity_name": "Ada Holm"},
            {"mention_id": "2", "article_version_id": "v", "surface": "Ellery", "is_boilerplate": True},
        ],
        numbers=[{"number_id": "1", "article_version_id": "v", "measure": "killed"}],
    )  # fmt: skip
    return [row["matched"] for row in rows]


@pytest.mark.parametrize(
    ("watch", "matched"),
    [
        ({"words": ["Barrier"]}, ["word: Barrier"]),
        ({"words": ["tidal barrier", "storm"]}, ["word: storm", "word: tidal barrier"]),
        ({"words": ["C++"]}, ["word: C++"]),
        ({"words": ["100%"]}, ["word: 100%"]),
        ({"names": ["ada holm"]}, ["name: ada holm"]),
        ({"names": ["Holm"], "measures": ["Killed"]}, ["measure: Killed", "name: Holm"]),
        ({"words": ["barrier"], "source_ids": ["post", "echo"]}, ["word: barrier"]),
    ],
)
def test_a_watch_finds_words_names_and_measures(ask, watch: dict[str, Any], matched: list[str]) -> None:
    assert find(ask, watch) == [matched]


@pytest.mark.parametrize(
    "watch",
    [
        {"words": ["barri"]},
        {"words": ["t.dal"]},
        {"words": ["barrier"], "source_ids": ["echo"]},
        {"names": ["Ellery"]},
        {"measures": ["injured"]},
    ],
)
def test_a_part_of_a_word_another_source_and_boilerplate_are_no_hit(ask, watch: dict[str, Any]) -> None:
    assert find(ask, watch) == []


def test_an_article_without_a_headline_is_looked_at(ask) -> None:
    assert find(ask, {"words": ["barrier"]}, headline=None) == [["word: barrier"]]
