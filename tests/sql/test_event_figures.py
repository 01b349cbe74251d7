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


def tell_with(ask, case: Case, sentences: list[dict[str, Any]], event: str | None = "e") -> list[dict[str, Any]]:
    members = [{"story_id": row["story_id"], "event_id": event} for row in case.articles.values()] if event else []
    return ask(
        "model", "number_tellings", event_members=members, numbers=case.numbers, claims=case.claims,
        articles_current=list(case.articles.values()), sentences=sentences,
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


SPREAD = "Eight more bodies were found, bringing the number of people killed to 28."


@pytest.mark.parametrize(
    ("hours", "change", "sentence", "event", "count"),
    [
        pytest.param((8, 20), "to", "", "e", 1, id="the evening says that it rose"),
        pytest.param((8, 20), None, SPREAD, "e", 1, id="the evening says what it is brought to"),
        pytest.param((8, 20), "to", "", None, 1, id="of no known event"),
        pytest.param((8, 20), None, "", "e", 0, id="another count of the evening"),
        pytest.param((20, 8), "to", "", "e", 0, id="the higher one was printed first"),
        pytest.param((None, None), "to", "", "e", 0, id="of no known hour"),
    ],
)
def test_a_toll_that_rose_within_a_day_takes_the_place_of_the_one_before(
    ask, hours: tuple[int | None, int | None], change: str | None, sentence: str, event: str | None, count: int
) -> None:
    case = Case("toll", TOWN)
    case.say(case.article("Post", hour=hours[0]), 12, source="officials")
    case.say(case.article("Echo", hour=hours[1]), 28, "Health Ministry", change=change, sentence_id="s")
    rows = tell_with(ask, case, [{"sentence_id": "s", "surface": sentence}], event)
    assert len(ask("model", "number_revisions", number_tellings=rows)) == count


def test_at_least_so_many_holds_until_the_toll_is_said_to_have_risen(ask) -> None:
    def count(change: str | None) -> int:
        case = Case("toll", TOWN)
        case.say(case.article("Post", hour=8), 5, source="officials", bound="at_least")
        case.say(case.article("Echo", hour=20), 19, "Health Ministry", change=change)
        return len(ask("model", "number_revisions", number_tellings=tell(ask, case)))

    assert (count("to"), count(None)) == (1, 0)


@pytest.mark.parametrize(
    ("outlets", "events", "count"),
    [
        pytest.param(("Post", "Post"), "fc", 0, id="a fire and a crash in one paper"),
        pytest.param(("Post", "Post"), "ff", 1, id="one event in one paper"),
        pytest.param(("Post", "Echo"), "fc", 1, id="two papers"),
    ],
)
def test_two_tolls_that_one_paper_gives_of_two_events_are_no_conflict(ask, outlets, events: str, count: int) -> None:
    case = Case("toll", TOWN)
    for number, (outlet, source) in enumerate(zip(outlets, ("the fire brigade", "police"), strict=True)):
        case.say(case.article(outlet, hour=8 + number), 2 + number, source=source)
    for number, row in enumerate(case.articles.values()):
        row["story_id"] = f"s{number}"
    members = [{"story_id": f"s{number}", "event_id": event} for number, event in enumerate(events)]
    rows = ask(
        "model", "number_tellings", event_members=members, numbers=case.numbers, claims=case.claims,
        articles_current=list(case.articles.values()),
    )  # fmt: skip
    assert len(ask("view", "conflicting_numbers", number_tellings=rows)) == count


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Orme Works raised its forecast for profit to 28 million francs from 12 million francs.", 1),
        ("Orme Works has lowered the full-year target to 28 million from 12 million.", 1),
        ("Profit of Orme Works rose to 28 million francs from 12 million francs.", 0),
        ("Profit rose to 28 million from a revised 12 million, the figure shows.", 0),
    ],
)
def test_a_changed_estimate_takes_the_place_of_the_one_it_was_changed_from(ask, sentence: str, count: int) -> None:
    case = Case("forecast", TOWN, measure="profit")
    paper = case.article("Post")
    later = case.say(paper, 28, change="to", sentence_id="s")
    case.say(paper, 12, change="from", sentence_id="s", linked_number_id=later)
    rows = tell_with(ask, case, [{"sentence_id": "s", "surface": sentence}])
    assert len(ask("model", "number_revisions", number_tellings=rows)) == count


@pytest.mark.parametrize(
    ("other", "measure", "count"),
    [
        pytest.param(None, "killed", 0, id="four of the thirteen were found in one place"),
        pytest.param("police", "killed", 1, id="two who count"),
        pytest.param(None, "attending", 1, id="a crowd"),
    ],
)
def test_what_a_text_says_beside_its_speakers_total_is_a_part_of_it(ask, other, measure: str, count: int) -> None:
    case = Case("toll", TOWN, measure=measure)
    paper = case.article("Post")
    case.say(paper, 13, source="the coast guard")
    case.say(paper, 4, source=other)
    assert len(ask("view", "conflicting_numbers", number_tellings=tell(ask, case))) == count
