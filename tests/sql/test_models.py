"""Models over rows written inline."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

DAY = date(2024, 3, 5)


def at(hour: int) -> datetime:
    return datetime(2024, 3, 5, hour, tzinfo=UTC)


def article(name: str, source: str, hour: int, **more):
    row = {"article_id": name, "article_version_id": f"{name}-v1", "source_id": source, "captured_on": DAY}
    times = {"captured_at": at(hour), "published_at": at(hour), "published_on": DAY, "published_precision": "time"}
    return row | times | {"word_count": 100} | more


def signature(name: str, minhash: list[int], opening: str, count: int = 100):
    row = {"article_version_id": f"{name}-v1", "minhash": minhash, "opening_sha256": opening}
    return row | {"shingle_count": count, "story_text_sha256": f"{name} text"}


def find_members(ask, more=None, **tables):
    """Members of stories, by the links between their texts."""
    links = ask("model", "copy_links", **tables)
    return ask("model", "story_members", copy_links=links, **tables, **(more or {}))


BASE = list(range(64))
HALF = list(range(48)) + list(range(1000, 1016))
OTHER = list(range(5000, 5064))


def test_copies_become_one_story_with_the_earliest_as_origin(ask) -> None:
    rows = find_members(
        ask,
        articles=[article("wire", "agency", 6), article("copy", "echo", 8), article("own", "post", 7)],
        signatures=[signature("wire", BASE, "a"), signature("copy", HALF, "b"), signature("own", OTHER, "c")],
    )  # fmt: skip
    stories = {row["article_id"]: (row["story_id"], row["is_origin"], row["lag_s"]) for row in rows}
    assert stories == {
        "wire": ("wire", True, 0.0), "copy": ("wire", False, 7200.0), "own": ("own", True, 0.0),
    }  # fmt: skip


def test_same_opening_makes_a_copy_although_the_rest_differs(ask) -> None:
    rows = find_members(
        ask,
        articles=[article("long", "agency", 6), article("cut", "echo", 8)],
        signatures=[signature("long", BASE, "same"), signature("cut", OTHER, "same", count=40)],
    )  # fmt: skip
    assert {row["story_id"] for row in rows} == {"long"}


def test_credited_copy_is_no_origin_although_it_is_earlier(ask) -> None:
    rows = find_members(
        ask,
        articles=[article("copy", "echo", 5, syndication_credit="Agency"), article("wire", "agency", 6)],
        signatures=[signature("copy", BASE, "a"), signature("wire", BASE, "a")],
    )  # fmt: skip
    assert [row["article_id"] for row in rows if row["is_origin"]] == ["wire"]


def test_articles_connected_through_a_third_are_one_story(ask) -> None:
    near = HALF
    far = list(range(2000, 2016)) + list(range(16, 48)) + list(range(1000, 1016))
    rows = find_members(
        ask,
        articles=[article("a", "x", 1), article("b", "y", 2), article("c", "z", 3)],
        signatures=[signature("a", BASE, "1"), signature("b", near, "2"), signature("c", far, "3")],
    )  # fmt: skip
    assert {row["story_id"] for row in rows} == {"a"}


def test_newest_version_counts_and_undated_keeps_its_capture_day(ask) -> None:
    newer = article("a", "x", 9, article_version_id="a-v2", published_at=None, published_on=None)
    member = {"article_id": "a", "article_version_id": "a-v2", "source_id": "x", "story_id": "a", "is_origin": True}
    rows = ask(
        "model", "articles_current",
        articles=[article("a", "x", 6), newer], story_members=[member],
        sources=[{"source_id": "x", "name": "X", "publisher_family_id": "x"}],
    )  # fmt: skip
    assert [(row["article_version_id"], row["version_count"], row["is_undated"]) for row in rows] == [("a-v2", 2, True)]
    assert rows[0]["reported_on"] == DAY


def test_a_guessed_day_is_kept_but_counts_as_none(ask) -> None:
    old = {"published_at": datetime(2020, 1, 1, tzinfo=UTC), "published_on": date(2020, 1, 1)}
    articles = [
        article("stated", "post", 6, published_precision="time", published_confidence="stated"),
        article("guess", "post", 8, **old, published_confidence="guessed"),
    ]
    signatures = [signature("stated", BASE, "a"), signature("guess", BASE, "a")]
    members = find_members(ask, articles=articles, signatures=signatures)
    assert {row["article_id"]: (row["story_id"], row["reported_at"]) for row in members} == {
        "stated": ("stated", at(6)), "guess": ("stated", at(8)),
    }  # fmt: skip
    current = ask(
        "model", "articles_current",
        articles=articles, story_members=members, sources=[{"source_id": "post", "name": "Post"}],
    )  # fmt: skip
    assert {row["article_id"]: (row["is_undated"], row["reported_on"], row["published_on"]) for row in current} == {
        "stated": (False, DAY, DAY), "guess": (True, DAY, date(2020, 1, 1)),
    }  # fmt: skip


def test_declared_publisher_wins_over_what_the_site_says(ask) -> None:
    rows = ask(
        "model", "sources",
        articles=[
            article("a", "post", 6, site_name="POST online", normalized_url="https://www.post.example/a"),
            article("b", "other.example", 6, normalized_url="https://other.example/b"),
        ],
        publishers=[{"source_id": "post", "name": "The Post", "publisher_family_id": "group"}],
    )  # fmt: skip
    known = {row["source_id"]: (row["name"], row["publisher_family_id"], row["canonical_domain"]) for row in rows}
    assert known == {
        "post": ("The Post", "group", "post.example"),
        "other.example": ("other.example", "other.example", "other.example"),
    }


def test_the_origin_publisher_is_whom_copies_credit_under_one_name_else_who_was_first(ask) -> None:
    names = {"name": "Associated Press", "printed_names": ["AP", "The Associated Press"], "declared_in": "starter list"}
    articles = [
        article("a1", "post", 6, syndication_credit="AP"),
        article("a2", "echo", 7, syndication_credit="The Associated Press"),
        article("b1", "post", 6), article("b2", "echo", 7), article("c1", "post", 6), article("c2", "echo", 6),
    ]  # fmt: skip
    texts = {"a": BASE, "b": OTHER, "c": list(range(9000, 9064))}
    signatures = [signature(row["article_id"], texts[row["article_id"][0]], row["article_id"][0]) for row in articles]
    members = find_members(ask, articles=articles, signatures=signatures, more={"publishers": [names]})
    told = {row["article_id"]: row["credited_publisher"] for row in members}
    assert (told["a1"], told["a2"], told["b2"]) == ("Associated Press", "Associated Press", None)
    rows = ask(
        "model", "stories",
        story_members=members, articles_current=[{"article_id": name} for name in ("a1", "b1", "c1")],
        sources=[{"source_id": "post", "name": "The Post"}, {"source_id": "echo", "name": "The Echo"}],
    )  # fmt: skip
    assert {row["story_id"]: (row["origin_publisher"], row["origin_publisher_method"]) for row in rows} == {
        "a1": ("Associated Press", "credited"), "b1": ("The Post", "first"), "c1": (None, None),
    }  # fmt: skip


def test_a_family_comes_from_the_user_first_then_from_the_starter_list(ask) -> None:
    owners = "https://owners.example/"
    starter = {"publisher_family_id": "group", "family_source_url": owners, "declared_in": "starter list"}
    rows = ask(
        "model", "sources",
        articles=[article(name, name, 6) for name in ("a.example", "b.example", "c.example")],
        publishers=[
            {"source_id": "a.example", "canonical_domain": "a.example", "name": "A", **starter},
            {"source_id": "d.example", "canonical_domain": "d.example", "name": "D", **starter},
            {"source_id": "b.example", "canonical_domain": "b.example", "name": "B", **starter},
            {"source_id": "b.example", "publisher_family_id": "mine"},
            {"source_id": "named", "canonical_domain": "d.example"},
            {"source_id": "e.example", "canonical_domain": "e.example", "name": "E", **starter},
        ],
    )  # fmt: skip
    columns = ("publisher_family_id", "family_method", "family_source_url")
    known = {row["source_id"]: tuple(row[name] for name in columns) for row in rows}
    assert known == {
        "a.example": ("group", "starter list", owners),
        "b.example": ("mine", "declared", None),
        "c.example": ("c.example", "none", None),
        "named": ("group", "starter list", owners),
    }


def test_rare_type_of_a_name_joins_its_main_type(ask) -> None:
    keys = ["ORG|shell"] * 9 + ["PERSON|shell"] + ["LOC|jordan"] * 2 + ["PERSON|jordan"] * 2
    rows = ask(
        "model", "entity_keys", mentions=[{"mention_id": str(n), "entity_key": key} for n, key in enumerate(keys)]
    )
    types = {row["entity_key"]: row["entity_type"] for row in rows}
    assert types == {"ORG|shell": "ORG", "PERSON|shell": "ORG", "LOC|jordan": "LOC", "PERSON|jordan": "PERSON"}


def test_links_find_the_articles_that_are_here(ask) -> None:
    link = {"article_version_id": "a-v1", "kind": "body"}
    rows = ask(
        "model", "linked_articles",
        articles=[
            article("a", "post", 6, normalized_url="https://post.example/a"),
            article("b", "post", 7, normalized_url="https://post.example/b"),
            article("b", "post", 9, article_version_id="b-v2", normalized_url="https://post.example/b"),
            article("c", "echo", 8, url="http://echo.example/c?id=1", normalized_url="https://echo.example/c"),
        ],
        links=[
            link | {"position": 0, "url": "http://post.example/b?x", "normalized_url": "https://post.example/b"},
            link | {"position": 1, "url": "http://echo.example/c?id=1", "normalized_url": "https://echo.example/c?id=1"},
            link | {"position": 2, "url": "https://far.example/", "normalized_url": "https://far.example/"},
            link | {"position": 3, "url": "https://post.example/a", "normalized_url": "https://post.example/a"},
        ],
    )  # fmt: skip
    assert [(row["position"], row["target_article_id"], row["is_same_source"]) for row in rows] == [
        (0, "b", True), (1, "c", False),
    ]  # fmt: skip


# Precisions and days of origin and copy, with the lag that can be told from them.
LAGS = [
    ("time", datetime(2024, 3, 5, 6, tzinfo=UTC), "time", datetime(2024, 3, 5, 8, tzinfo=UTC), 7200.0, "time"),
    ("time", datetime(2024, 3, 5, 6, tzinfo=UTC), "day", datetime(2024, 3, 5, tzinfo=UTC), 0.0, "day"),
    ("time", datetime(2024, 3, 4, 23, tzinfo=UTC), "day", datetime(2024, 3, 5, tzinfo=UTC), 86400.0, "day"),
    ("day", datetime(2024, 3, 4, tzinfo=UTC), "time", datetime(2024, 3, 6, 5, tzinfo=UTC), 172800.0, "day"),
    ("time", datetime(2024, 3, 5, 6, tzinfo=UTC), "month", datetime(2024, 3, 1, tzinfo=UTC), 0.0, "month"),
    ("time", datetime(2024, 3, 5, 6, tzinfo=UTC), None, None, None, None),
]


@pytest.mark.parametrize(("origin_precision", "origin_at", "copy_precision", "copy_at", "lag_s", "precision"), LAGS)
def test_a_lag_is_told_at_the_coarser_precision(
    ask, origin_precision, origin_at, copy_precision, copy_at, lag_s, precision
) -> None:
    def dated(name: str, found_precision: str | None, found_at: datetime | None):
        day = found_at.date() if found_at else None
        return article(name, name, 23, published_at=found_at, published_on=day, published_precision=found_precision)

    rows = find_members(
        ask,
        articles=[dated("wire", origin_precision, origin_at), dated("copy", copy_precision, copy_at)],
        signatures=[signature("wire", BASE, "a"), signature("copy", BASE, "a")],
    )  # fmt: skip
    copy = next(row for row in rows if row["article_id"] == "copy")
    assert (copy["story_id"], copy["lag_s"], copy["lag_precision"]) == ("wire", lag_s, precision)


@pytest.mark.parametrize(
    ("credit", "lag_s", "is_known"),
    [(None, 0.0, False), (None, None, False), ("Agency", 0.0, True), (None, 60.0, True)],
)
def test_an_origin_is_known_where_every_copy_is_later_or_credits_someone(ask, credit, lag_s, is_known) -> None:
    shared = {"story_id": "wire", "source_id": "post"}
    rows = ask(
        "model", "stories",
        story_members=[
            {"article_id": "wire", "is_origin": True, "lag_s": 0.0, **shared},
            {"article_id": "copy", "is_origin": False, "lag_s": lag_s, "syndication_credit": credit, **shared},
        ],
        sources=[{"source_id": "post"}],
        articles_current=[{"article_id": "wire"}],
    )  # fmt: skip
    assert [row["is_origin_known"] for row in rows] == [is_known]
