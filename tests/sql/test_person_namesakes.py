"""Persons of one name: who is told apart, and that ids stay what they are."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

TEXTS = [
    "Judge Ada Holm freed the man.",
    "The striker Ada Holm scored twice.",
    "Ada Holm said nothing.",
    "Ada Holm, a surgeon, was thanked.",
    "Ada Holm, 41, was born here.",
    "Ada Holm, 70, spoke.",
    "The judge Ada Holm retired.",
]


def tell_apart(
    ask, texts: list[str], order: random.Random | None = None, countries: str = "", firm: str = "", sport: str = ""
) -> dict[str, str]:
    """The further person of each article version that means one; articles are a day apart.

    countries: the code of the only country of each article. firm: what every article names besides.
    """
    articles, mentions = [], []
    for number, text in enumerate(texts):
        version, start = f"v{number}", text.index("Ada Holm")
        day = datetime(2024, 3, 1 + number, tzinfo=UTC)
        articles.append(
            {
                "article_version_id": version,
                "article_id": version,
                "text": text,
                "published_at": day,
                "captured_at": day,
            }
        )
        mentions.append(
            {"mention_id": version, "article_version_id": version, "entity_key": "PERSON|ada holm",
             "mention_type": "PERSON", "start_char": start, "end_char": start + 8}
        )  # fmt: skip
        for key, code in (("LOC|there", code) for code in countries.split()[number : number + 1]):
            mentions.append(
                {"mention_id": f"{version} there", "article_version_id": version, "entity_key": key,
                 "mention_type": "LOC", "country_code": code, "start_char": 0, "end_char": 1}
            )  # fmt: skip
        if firm:
            mentions.append(
                {"mention_id": f"{version} firm", "article_version_id": version, "entity_key": f"ORG|{firm}",
                 "mention_type": "ORG", "start_char": 0, "end_char": 1}
            )  # fmt: skip
    if order:
        order.shuffle(articles)
        order.shuffle(mentions)
    key: dict[str, Any] = {"entity_key": "PERSON|ada holm", "entity_id": "ada", "entity_type": "PERSON"}
    found = ask(
        "model", "person_namesakes", mentions=mentions, articles=articles,
        entity_keys=[
            key | {"key_type": "PERSON", "full_name_norm": "ada holm"},
            {"entity_key": f"ORG|{firm}", "entity_id": "firm", "entity_type": "ORG", "key_type": "ORG",
             "full_name_norm": firm},
        ],
        field_words=ask("model", "field_words"),
        article_fields=[{"article_version_id": version, "sport": "football"} for version in sport.split()],
    )  # fmt: skip
    return {row["article_version_id"]: row["namesake_entity_id"] for row in found}


def test_a_judge_a_striker_and_a_surgeon_of_one_name_are_three(ask) -> None:
    found = tell_apart(ask, TEXTS)
    assert {"v0", "v2", "v6"}.isdisjoint(found)
    assert len({found["v1"], found["v3"]}) == 2


def test_ages_that_do_not_fit_are_two_persons(ask) -> None:
    assert set(tell_apart(ask, ["Ada Holm, 41, sang.", "Ada Holm, 70, sang.", "Ada Holm, 42, sang."])) == {"v1"}


LEADER = "Ada Holm, the council leader, agreed."
UNION, BOARD = "Ada Holm, the union leader, agreed.", "Ada Holm, the head of the harbour board, agreed."


@pytest.mark.parametrize(
    ("texts", "countries", "firm", "others"),
    [
        pytest.param([UNION, BOARD], "FI KE", "", {"v1"}, id="another office in another country"),
        pytest.param([UNION, BOARD], "FI FI", "", set(), id="another office once, in one country"),
        pytest.param([UNION, BOARD], "FI KE", "brenvik", set(), id="both with one firm"),
        pytest.param([UNION, "Ada Holm agreed."], "FI KE", "", set(), id="no office told"),
        pytest.param([UNION, UNION], "FI KE", "", set(), id="one office"),
        pytest.param([LEADER] * 4, "FI FI KE KE", "", {"v2", "v3"}, id="one office of two towns abroad"),
        pytest.param([LEADER] * 2, "FI KE", "", set(), id="one office of two towns, once each"),
        pytest.param([UNION] * 4, "FI FI KE KE", "", set(), id="one office of no town"),
        pytest.param(
            [UNION] * 3 + [BOARD] * 3, "FI FI FI FI FI FI", "", {"v3", "v4", "v5"}, id="two offices, time and again"
        ),
        pytest.param([UNION] * 3 + [BOARD] * 3, "FI FI FI FI FI FI", "brenvik", set(), id="the same, with one firm"),
    ],
)
def test_offices_tell_persons_apart_where_nothing_is_shared(
    ask, texts: list[str], countries: str, firm: str, others: set[str]
) -> None:
    assert set(tell_apart(ask, texts, countries=countries, firm=firm)) == others


SENATOR, MANAGER = "Senator Ada Holm asked for an inquiry.", "The club parted with manager Ada Holm."


@pytest.mark.parametrize(
    ("texts", "sport", "others"),
    [
        pytest.param([SENATOR, MANAGER], "v1", {"v1"}, id="the manager of a club"),
        pytest.param([SENATOR, "Ada Holm, the captain, was hurt."], "v1", {"v1"}, id="a captain"),
        pytest.param([SENATOR, MANAGER], "", set(), id="a manager of something else"),
        pytest.param([SENATOR, "Ada Holm watched the game."], "v1", set(), id="who is named on a page of sport"),
        pytest.param([MANAGER, "The coach Ada Holm smiled."], "v0 v1", set(), id="a manager and coach"),
    ],
)
def test_a_role_on_a_page_of_sport_is_of_sport(ask, texts: list[str], sport: str, others: set[str]) -> None:
    assert set(tell_apart(ask, texts, sport=sport)) == others


@pytest.mark.parametrize("seed", range(10))
def test_ten_orders_of_arrival_give_the_same_ids(ask, seed: int) -> None:
    assert tell_apart(ask, TEXTS, random.Random(seed)) == tell_apart(ask, TEXTS)


def test_later_articles_rename_nobody(ask) -> None:
    before: dict[str, str] = {}
    for count in range(2, len(TEXTS) + 1):
        after = tell_apart(ask, TEXTS[:count])
        assert before.items() <= after.items()
        assert all(int(version[1:]) == count - 1 for version in after.keys() - before.keys())
        before = after
