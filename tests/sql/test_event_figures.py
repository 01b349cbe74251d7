"""Figures of one event: under which measure and place they meet, and who revises whom."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sql.planted_cases import Case

TOWN, FIRM = "orme", "tarnby works"


def tell(ask, case: Case, event: str | None = "e") -> list[dict[str, Any]]:
    members = [{"story_id": row["story_id"], "event_id": event} for row in case.articles.values()] if event else []
    return ask(
        "model", "number_tellings",
        numbers=case.numbers, claims=case.claims, articles_current=list(case.articles.values()), event_members=members,
    )  # fmt: skip


def cut(owners: str, place: str | None = "Orme") -> dict[str, Any]:
    """Jobs that are cut, by owners of the measure."""
    key = f"laid_off|worker|count|{owners}"
    return {"measure": "laid_off", "measure_key": key, "scope_place": place, "place_id": "gn:1"}


@pytest.mark.parametrize(
    ("owners", "event", "series"),
    [
        pytest.param(
            [f"{TOWN}, {FIRM}", TOWN, f"{TOWN}, tarnby"], "e", 1, id="with the firm, without, by its short name"
        ),
        pytest.param([f"{TOWN}, {FIRM}", TOWN], None, 2, id="of no known event"),
        pytest.param([f"{TOWN}, {FIRM}", f"{TOWN}, brenvik", TOWN], "e", 3, id="two firms of the town"),
        pytest.param([f"{TOWN}, {FIRM}", FIRM], "e", 2, id="of the town and of the whole firm"),
        pytest.param([f"{TOWN}, {FIRM}", f"lund, {FIRM}"], "e", 2, id="of two towns"),
    ],
)
def test_cuts_in_a_town_meet_where_one_firm_is_meant(ask, owners: list[str], event: str | None, series: int) -> None:
    case = Case("cut", TOWN)
    for number, key in enumerate(owners):
        town = None if key == FIRM else key.partition(",")[0].title()
        case.say(case.article(f"Post{number}"), 300 + number, **cut(key, town))
    assert len({row["series_id"] for row in tell(ask, case, event)}) == series


def test_a_place_without_an_id_is_that_of_its_event(ask) -> None:
    case = Case("killed", TOWN)
    for number, place_id in enumerate(("gn:1", None)):
        case.say(case.article(f"Post{number}"), 10 + number, place_id=place_id)
    other = Case("killed", TOWN)
    other.say(other.article("Echo", 20), 30, place_id="gn:2")
    members = [{"story_id": row["story_id"], "event_id": "e"} for row in case.articles.values()]
    rows = ask(
        "model", "number_tellings", event_members=members, numbers=case.numbers + other.numbers,
        articles_current=[*case.articles.values(), *other.articles.values()],
    )  # fmt: skip
    assert sorted((row["low_value"], row["place_id"]) for row in rows) == [(10, "gn:1"), (11, "gn:1"), (30, "gn:2")]


@pytest.mark.parametrize(
    ("first", "second", "change", "count"),
    [
        pytest.param({"source": "officials"}, {"who": "Health Ministry"}, None, 1, id="officials, then a ministry"),
        pytest.param({"who": "Red Crescent"}, {"who": "Health Ministry"}, "to", 1, id="another says that it rose"),
        pytest.param({"who": "Red Crescent"}, {"who": "Health Ministry"}, None, 0, id="two that count otherwise"),
    ],
)
def test_the_next_days_toll_takes_the_place_of_the_one_before(ask, first, second, change, count: int) -> None:
    case = Case("toll", TOWN)
    case.say(case.article("Post"), 12, **first)
    case.say(case.article("Echo", 1), 28, **second, change=change)
    assert len(ask("model", "number_revisions", number_tellings=tell(ask, case))) == count


@pytest.mark.parametrize(("event", "count"), [("e", 1), (None, 0)], ids=["of one event", "of no known event"])
def test_a_plan_is_changed_by_whoever_says_so(ask, event: str | None, count: int) -> None:
    case = Case("plan", TOWN)
    case.say(case.article("Post"), 300, "Tarnby Works", **cut(TOWN))
    case.say(case.article("Echo", 1), 520, "Labour Office", **cut(TOWN), sentence_id="s")
    members = [{"story_id": row["story_id"], "event_id": event} for row in case.articles.values()] if event else []
    tellings = ask(
        "model", "number_tellings", event_members=members, numbers=case.numbers, claims=case.claims,
        articles_current=list(case.articles.values()),
        sentences=[{"sentence_id": "s", "surface": "The number is different from the first plan: 520 are to go."}],
    )  # fmt: skip
    assert len(ask("model", "number_revisions", number_tellings=tellings)) == count
