"""Events, and who was first and how late the others were, over rows written inline."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

DAY = date(2024, 3, 5)


def member(name: str, source: str, hour: int | None, day: int = 5, **more):
    """An article that is a story of its own; hour None where only the day is known."""
    at = datetime(2024, 3, day, hour or 0, tzinfo=UTC)
    row = {"article_id": name, "story_id": name, "source_id": source, "is_origin": True, "reported_at": at}
    return row | {"reported_on": date(2024, 3, day), "reported_grade": "day" if hour is None else "time"} | more


def undated(name: str, source: str):
    return member(name, source, 1) | {"reported_on": None, "reported_grade": "undated"}


def find_firsts(ask, *members, families=None, **more):
    tables = {
        "event_members": [{"story_id": name, "event_id": "e"} for name in {row["story_id"] for row in members}],
        "story_members": list(members),
        "articles_current": [
            {"article_id": row["article_id"], "article_type": "news", "publisher_family_id": row["source_id"]}
            for row in members
        ],
    }
    known = {"event_articles": ask("model", "event_articles", **tables)}
    return known, ask("view", "first_reporter", events=[{"event_id": "e", "headline": "Wall breaks"}], **known, **more)


@pytest.mark.parametrize(
    ("members", "first", "precision", "is_tie", "lead_s"),
    [
        ([member("a", "post", 6), member("b", "echo", 8)], "post", "time", False, 7200.0),
        ([member("a", "post", 6), member("b", "echo", 6)], None, "time", True, None),
        ([member("a", "post", 6), member("b", "echo", None)], None, "day", True, None),
        ([member("a", "post", None), member("b", "echo", 6, day=6)], "post", "day", False, None),
        ([member("a", "post", 6), member("b", "echo", None, day=6)], "post", "time", False, None),
        ([undated("a", "post"), member("b", "echo", 9)], "echo", "time", False, None),
        ([undated("a", "post"), undated("b", "echo")], None, "undated", False, None),
    ],
)  # fmt: skip
def test_first_is_told_by_the_hour_only_where_hours_are_known(ask, members, first, precision, is_tie, lead_s) -> None:
    row = find_firsts(ask, *members)[1][0]
    assert (row["first_source_id"], row["first_precision"], row["is_tie"], row["lead_s"]) == (
        first,
        precision,
        is_tie,
        lead_s,
    )
    assert (row["article_count"], row["origin_count"], row["family_count"]) == (2, 2, 2)


def test_who_credits_another_is_not_first_unless_everybody_does(ask) -> None:
    credited = {"syndication_credit": "Agency"}
    row = find_firsts(ask, member("a", "post", 5, **credited), member("b", "echo", 6))[1][0]
    assert (row["first_source_id"], row["credited_names"]) == ("echo", ["Agency"])
    row = find_firsts(ask, member("a", "post", 5, **credited), member("b", "echo", 6, **credited))[1][0]
    assert row["first_source_id"] == "post"


def test_an_event_of_one_publisher_is_no_row(ask) -> None:
    assert find_firsts(ask, member("a", "post", 5), member("b", "post", 6))[1] == []


def test_a_publisher_missing_on_the_first_day_is_told(ask) -> None:
    gap = [{"source_id": "daily", "reported_on": DAY}]
    row = find_firsts(ask, member("a", "post", 5), member("b", "echo", 6), coverage_gaps=gap)[1][0]
    assert (row["missing_source_count"], row["is_coverage_gap"]) == (1, True)


def test_lag_is_counted_in_hours_where_both_times_are_known_else_in_days(ask) -> None:
    members = [member("a", "post", 6), member("b", "echo", 9), member("c", "mail", None, day=7), undated("d", "sun")]
    tables, firsts = find_firsts(ask, *members)
    sources = [{"source_id": row["source_id"], "name": row["source_id"]} for row in members]
    rows = ask("view", "reporting_lag", first_reporter=firsts, sources=sources, **tables)
    told = {row["source_id"]: (row["first_count"], row["median_lag_s"], row["median_lag_days"]) for row in rows}
    assert told == {
        "post": (1, None, None), "echo": (0, 10800.0, 0.0), "mail": (0, None, 2.0), "sun": (0, None, None),
    }  # fmt: skip
    undated_counts = {row["source_id"]: row["undated_article_count"] for row in rows}
    assert undated_counts == {"post": 0, "echo": 0, "mail": 0, "sun": 1}
    assert {row["family_count"] for row in rows} == {4}


def link(story: str, other: str):
    return {"story_id": story, "other_story_id": other}


def find_events(ask, names: str, *links):
    stories = [
        {"story_id": name, "first_reported_at": datetime(2024, 3, 5, number, tzinfo=UTC)}
        for number, name in enumerate(names)
    ]
    rows = ask("model", "event_members", stories=stories, event_links=[link(*pair) for pair in links])
    return {row["story_id"]: row["event_id"] for row in rows}


def test_linked_stories_are_one_event_named_after_the_first(ask) -> None:
    assert find_events(ask, "xbc", "bx", "cb") == {"x": "x", "b": "x", "c": "x"}


def test_a_single_link_between_two_groups_does_not_join_them(ask) -> None:
    groups = ["ab", "ac", "bc", "de", "df", "ef"]
    assert find_events(ask, "abcdef", *groups, "cd") == {name: "a" if name in "abc" else "d" for name in "abcdef"}


def test_a_story_without_links_is_an_event_of_its_own(ask) -> None:
    assert find_events(ask, "ab") == {"a": "a", "b": "b"}
