"""Places with their points, what a mention says of one, and the articles on a map."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

ORME = {
    "name": "Orme", "kind": "city", "country_code": "GB", "part_code": "GB-WLS", "geonames_id": 7, "latitude": 53.3,
    "longitude": -3.8, "population": 20_000, "point_source": "geonames", "precision": "city", "role": "mentioned",
    "method": "evidence", "confidence": 0.95,
}  # fmt: skip
PLACE = {
    "place_id": "gn:7", "geonames_id": 7, "place_name": "Orme", "kind": "city", "country_code": "GB",
    "latitude": 53.3, "longitude": -3.8, "point_source": "geonames",
}  # fmt: skip


def mention(number: int, article: str = "v", **more: Any) -> dict[str, Any]:
    return {"mention_id": f"m{number}", "article_version_id": article, "mention_type": "LOC", "place_id": "gn:7",
            "place": ORME} | more  # fmt: skip


def linked(number: int, role: str, **more: Any) -> dict[str, Any]:
    return {"mention_id": f"m{number}", "article_version_id": "v", "place_id": "gn:7", "role": role} | more


def test_a_place_is_one_row_whatever_names_it(ask) -> None:
    people = mention(2, mention_type="NORP")
    (row,) = ask("model", "places", mentions=[mention(1), people, mention(3, place_id=None, place=None)])
    assert (row["place_id"], row["latitude"], row["longitude"], row["part_code"]) == ("gn:7", 53.3, -3.8, "GB-WLS")
    assert (row["kind"], row["population"], row["point_source"]) == ("city", 20_000, "geonames")


def test_a_place_has_the_point_of_the_day_analysed_last(ask) -> None:
    old = mention(9, captured_on=date(2024, 1, 1), place=ORME | {"latitude": 1.0})
    (row,) = ask("model", "places", mentions=[old, mention(1, captured_on=date(2024, 1, 2))])
    assert row["latitude"] == 53.3


def test_nationalities_are_no_mentions_of_a_place(ask) -> None:
    rows = ask("model", "place_mentions", mentions=[mention(1), mention(2, mention_type="NORP")])
    assert [(row["mention_id"], row["role"], row["precision"]) for row in rows] == [("m1", "mentioned", "city")]


CASES: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]], str | None]] = [
    ("the dateline goes before other names", [linked(1, "scene"), linked(2, "dateline")],
     [mention(1, start_char=0), mention(2, start_char=9)], "m2"),
    ("the headline goes before the text", [linked(1, "scene"), linked(2, "scene")],
     [mention(1, start_char=0), mention(2, start_char=9, in_headline=True)], "m2"),
    ("a place that is only mentioned puts no article on the map", [linked(1, "mentioned")], [mention(1)], None),
    ("boilerplate puts no article on the map", [linked(1, "scene")], [mention(1, is_boilerplate=True)], None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("links", "mentions", "said_by"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_an_article_stands_once_where_its_event_is(
    ask, links: list[dict[str, Any]], mentions: list[dict[str, Any]], said_by: str | None
) -> None:
    article = {"article_id": "a", "article_version_id": "v"}
    rows = ask(
        "view", "articles_on_map", place_mentions=links, mentions=mentions, articles_current=[article], places=[PLACE]
    )
    assert [(row["mention_id"], row["latitude"]) for row in rows] == ([(said_by, 53.3)] if said_by else [])
