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


def name(article: str, **more: Any) -> dict[str, Any]:
    """A mention of Orme; with at: linked to that place, with within: only its country is told, by: how it was told."""
    at, within = more.pop("at", None), more.pop("within", None)
    if method := more.pop("by", None):
        more["place"] = ORME | {"method": method}
    country = {"gn:1": "GB", "gn:2": "CA"}.get(at, within)
    row = {"article_version_id": article, "entity_key": "LOC|orme", "mention_type": "LOC"}
    return row | {"mention_id": f"{article} {more}", "place_id": at, "country_code": country} | more


def country(article: str, code: str) -> dict[str, Any]:
    return name(article, at=code, country_code=code, entity_key=f"NORP|{code}", mention_type="NORP")


def person(article: str, key: str = "ada holm") -> dict[str, Any]:
    return name(article, entity_key=f"PERSON|{key}", mention_type="PERSON")


# Two articles of either town, in which a person is named with one of them only.
BOTH = [name("a", at="gn:1"), name("b", at="gn:1"), name("c", at="gn:2"), name("d", at="gn:2")]
COMPANY = [
    person("a"),
    person("b"),
    person("c", "ben lund"),
    person("d", "ben lund"),
    person("a", "cy"),
    person("c", "cy"),
]
MEANT: list[tuple[str, list[dict[str, Any]], str | None]] = [
    ("the town that it is linked to", [name("x", at="gn:2"), country("x", "GB")], "gn:2"),
    ("the town in the country that is told", [name("x", within="CA")], "gn:2"),
    ("some town in a country of which no town is told", [name("x", within="ES")], "in ES"),
    ("the town in a country that is named", [name("x"), country("x", "CA"), country("x", "MX")], "gn:2"),
    ("none of two towns in countries that are named", [name("x"), country("x", "CA"), country("x", "GB")], None),
    ("the town of a person who is named with it only", [name("x"), person("x")], "gn:1"),
    ("none where persons of two towns are named", [name("x"), person("x"), person("x", "ben lund")], None),
    ("none where a person of both is named", [name("x"), person("x", "cy")], None),
    ("none where nothing is told", [name("x")], None),
    ("the town of a person, not the larger one", [name("x", at="gn:2", by="size"), person("x")], "gn:1"),
    ("the larger town where no person tells", [name("x", at="gn:2", by="size")], "gn:2"),
    ("the town that the article tells, whoever is named", [name("x", at="gn:2", by="evidence"), person("x")], "gn:2"),
    (
        "the larger town where most articles of the person have it",
        [person("x"), *(row for letter in "xyz" for row in (name(letter, at="gn:2", by="size"), person(letter)))],
        "gn:2",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("mentions", "meant"), [case[1:] for case in MEANT], ids=[case[0] for case in MEANT])
def test_a_name_of_two_towns_means_the_one_that_its_article_tells(ask, mentions, meant) -> None:
    rows = ask("model", "article_places", mentions=[*BOTH, *COMPANY, *mentions])
    found = {row["article_version_id"]: row["place_name"] for row in rows}
    assert found.get("x") == meant
    assert [found[letter] for letter in "abcd"] == ["gn:1", "gn:1", "gn:2", "gn:2"]


def test_the_place_that_nearly_all_articles_mean_is_meant_where_nothing_is_told(ask) -> None:
    usual = [name(letter, at="gn:1") for letter in "abc"]
    assert len(ask("model", "article_places", mentions=[*usual, name("d", at="gn:2"), name("x")])) == 5
    # Of a name that lies in one country everywhere the country tells nothing.
    alone = ask("model", "article_places", mentions=[name("a", within="ES"), name("b")])
    assert alone == []


def test_a_district_that_is_a_city_is_that_city(ask) -> None:
    district = name("a", at="US-DC", country_code="US", entity_key="LOC|dc")
    rows = ask("model", "article_places", mentions=[district, name("b", at="US-MD", entity_key="LOC|maryland")])
    assert {row["entity_key"]: row["place_name"] for row in rows} == {"LOC|dc": "gn:4140963", "LOC|maryland": "US-MD"}


def test_towns_of_one_name_in_two_countries_are_two_entities(ask) -> None:
    mentions = [name("a", within="ES"), name("b", within="MX"), name("c", within="ES")]
    keys = [
        {"entity_key": "LOC|orme", "entity_id": "e", "key_type": "LOC", "entity_type": "LOC", "full_name_norm": "orme"}
    ]
    rows = ask("model", "article_names", mentions=mentions, entity_keys=keys)
    one, two, three = (row["name_entity_id"] for row in sorted(rows, key=lambda row: row["article_version_id"]))
    assert one == three != two
