"""The model of number series and the two views that read it, over rows written inline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from broadsheet.model import load_query
from tests.sql.test_views import ARTICLES, DAY, current, number

YEAR = {"period_start": date(2020, 1, 1), "period_end": date(2020, 12, 31)}


def ask_numbers(ask, view: str, *numbers, articles=ARTICLES, told=None, **tables):
    """The rows of a view over the series of these numbers. told: further tables that tell of articles and numbers."""
    tellings = ask("model", "number_tellings", articles_current=list(articles), numbers=list(numbers), **(told or {}))
    series = ask("model", "number_series", number_tellings=tellings)
    revisions = ask("model", "number_revisions", number_tellings=tellings)
    known = {"number_tellings": tellings, "number_series": series, "number_revisions": revisions} | tables
    return ask("view", view, **{name: rows for name, rows in known.items() if name in load_query("view", view).inputs})


def ask_series(ask, *numbers, articles=ARTICLES):
    """The rows of the series of these numbers."""
    tellings = ask("model", "number_tellings", articles_current=list(articles), numbers=list(numbers))
    return ask("model", "number_series", number_tellings=tellings)


def conflicts(ask, *given):
    """Conflicts between figures given as (key, value, article, more of the row of numbers)."""
    numbers = [
        number(index, article, value, more.pop("bound", "exact"), **({"measure_key": key} | more))
        for index, (key, value, article, more) in enumerate((*case[:3], dict(case[3])) for case in given)
    ]
    rows = ask_numbers(ask, "conflicting_numbers", *numbers)
    return [(row["measure_key"], row["lowest_value"], row["highest_value"]) for row in rows]


def test_a_series_has_a_row_for_each_value_and_period_with_who_carries_it(ask) -> None:
    rows = ask_series(
        ask,
        number(1, "wire", 11), number(2, "copy1", 11), number(3, "own", 11, said_by="Ada Holm"),
        number(4, "own", 43, **YEAR), number(5, "own", 43, **(YEAR | {"period_start": date(2020, 7, 1)})),
        number(6, "own", 99, is_boilerplate=True), number(7, "own", 7, measure_key=None),
        number(8, "own", 5, change="from"),
    )  # fmt: skip
    assert len({row["figure_id"] for row in rows}) == 3
    (eleven,) = [row for row in rows if row["low_value"] == 11]
    assert (eleven["period_start"], eleven["article_ids"]) == (None, ["copy1", "own", "wire"])
    assert (eleven["story_ids"], eleven["publisher_family_ids"]) == (["own", "wire"], ["agency", "group", "post"])
    assert (eleven["article_count"], eleven["origin_count"], eleven["family_count"]) == (3, 2, 3)
    assert eleven["tellings"] == [
        {"story_id": "own", "speaker_name": "Ada Holm"}, {"story_id": "wire", "speaker_name": None},
    ]  # fmt: skip
    starts = {row["period_start"] for row in rows if row["low_value"] == 43}
    assert starts == {date(2020, 1, 1), date(2020, 7, 1)}


def test_a_period_beside_the_day_is_that_day(ask) -> None:
    week = {"period_start": DAY, "period_end": DAY}
    rows = ask_series(ask, number(1, "own", 11, **week))
    assert [(row["as_of"], row["period_start"], row["period_end"]) for row in rows] == [(DAY, None, None)]


def test_number_timeline_counts_copies_once(ask) -> None:
    rows = ask_numbers(
        ask, "number_timeline",
        number(1, "wire", 200), number(2, "copy1", 200), number(3, "own", 340, said_by="Ada Holm"),
        number(4, "own", 99, is_boilerplate=True), number(5, "own", 7, measure_key=None),
        coverage_gaps=[{"source_id": "post", "reported_on": DAY}],
    )  # fmt: skip
    told = {row["low_value"]: (row["article_count"], row["origin_count"], row["said_by"]) for row in rows}
    assert told == {200.0: (2, 1, []), 340.0: (1, 1, ["Ada Holm"])}
    assert all(row["is_coverage_gap"] for row in rows)


def test_a_conflict_counts_the_articles_of_its_own_period(ask) -> None:
    articles = [current(name, f"paper {name}") for name in "abcd"]
    given = [number(1, "a", 11), number(2, "b", 17), number(3, "c", 43, **YEAR), number(4, "d", 43, **YEAR)]
    (row,) = ask_numbers(ask, "conflicting_numbers", *given, articles=articles)
    assert (row["lowest_value"], row["highest_value"], row["value_count"]) == (11, 17, 2)
    assert (row["article_count"], row["origin_count"], row["family_count"]) == (2, 2, 2)
    assert row["period_start"] is None and not row["is_coverage_gap"]


def test_values_of_two_periods_never_conflict(ask) -> None:
    # Told by another speaker in another story for 2020 only: that is no second teller of the day's values.
    given = [number(1, "own", 11), number(2, "own", 17), number(3, "wire", 17, said_by="Ada Holm", **YEAR)]
    assert ask_numbers(ask, "conflicting_numbers", *given) == []


def test_an_article_that_agrees_is_counted_too(ask) -> None:
    given = [number(1, "wire", 11), number(2, "own", 17), number(3, "copy1", 11, "at_least")]
    (row,) = ask_numbers(ask, "conflicting_numbers", *given)
    assert ([value["low_value"] for value in row["values_given"]], row["article_count"]) == ([11, 17], 3)


def test_a_conflict_on_a_day_of_missing_publishers_says_so(ask) -> None:
    gap = [{"source_id": "post", "reported_on": DAY}]
    (row,) = ask_numbers(ask, "conflicting_numbers", number(1, "wire", 11), number(2, "own", 17), coverage_gaps=gap)
    assert row["is_coverage_gap"]


def test_only_values_that_cannot_all_be_right_conflict(ask) -> None:
    given = [
        ("homes flooded", 200, "own", {"bound": "at_least"}), ("homes flooded", 212, "wire", {}),
        ("homes flooded", 340, "own", {}),
        ("people moved", 100, "own", {"bound": "at_least"}), ("people moved", 150, "wire", {}),
        ("cars lost", 100, "own", {"bound": "about"}), ("cars lost", 105, "wire", {}),
        ("soldiers killed", 37_500, "own", {}), ("soldiers killed", 37_540, "wire", {}),
    ]  # fmt: skip
    assert conflicts(ask, *given) == [("homes flooded", 212.0, 340.0)]


def test_two_values_of_one_speaker_in_one_text_are_parts_not_a_conflict(ask) -> None:
    parts = [("shops shut", 12, "own", {}), ("shops shut", 7, "own", {})]
    assert conflicts(ask, *parts) == []
    copies = [("shops shut", 12, "wire", {}), ("shops shut", 7, "copy1", {})]
    assert conflicts(ask, *copies) == []
    speakers = [("shops shut", 12, "own", {}), ("shops shut", 7, "own", {"said_by": "Ada Holm"})]
    assert conflicts(ask, *speakers) == [("shops shut", 7.0, 12.0)]


def test_values_far_apart_are_of_different_things(ask) -> None:
    assert conflicts(ask, ("people fed", 9, "own", {}), ("people fed", 287_000, "wire", {})) == []


def test_values_of_two_places_of_one_name_never_conflict(ask) -> None:
    here, there = {"place_id": "gn:1"}, {"place_id": "gn:2"}
    assert (
        conflicts(ask, ("killed|person|count|orme", 11, "own", here), ("killed|person|count|orme", 17, "wire", there))
        == []
    )
    same = [("killed|person|count|orme", 11, "own", here), ("killed|person|count|orme", 17, "wire", here)]
    assert conflicts(ask, *same) == [("killed|person|count|orme", 11, 17)]


def test_a_place_without_an_id_is_the_only_one_of_its_measure(ask) -> None:
    given = [
        ("killed|person|count|orme", 11, "own", {"place_id": "gn:1"}),
        ("killed|person|count|orme", 17, "wire", {}),
    ]
    assert conflicts(ask, *given) == [("killed|person|count|orme", 11, 17)]


def test_a_series_says_its_measure_in_parts(ask) -> None:
    parts = {"measure": "killed", "counted_norm": "person", "place_id": "NO"}
    (row,) = ask_series(ask, number(1, "own", 11, **parts))
    assert {name: row[name] for name in parts} == parts


def test_forecasters_of_one_article_contradict_each_other(ask) -> None:
    key = "inflation||percent|norway"
    rivals = [(key, 3, "own", {"said_by": "Ada Holm"}), (key, 4, "own", {"said_by": "Nordic Bank"})]
    assert conflicts(ask, *rivals) == [(key, 3, 4)]


LAID_OFF = {"measure_key": "laid_off|worker|count|orme steel", "measure": "laid_off"}
KILLED = {"measure_key": "killed|person|count|orme", "measure": "killed", "place_id": "gn:1"}
STRUCK = {"measure_key": "on_strike|worker|count|orme", "measure": "on_strike", "place_id": "gn:1"}


def count_conflicts(ask, *numbers, days: tuple[int, ...] = (0, 0), **told) -> int:
    """Conflicts between numbers of two outlets, each article on a day of its own."""
    articles = [
        current(name, f"paper {name}", day=DAY + timedelta(days=day)) for name, day in zip("abcd", days, strict=False)
    ]
    return len(ask_numbers(ask, "conflicting_numbers", *numbers, articles=articles, told=told))


@pytest.mark.parametrize(
    ("measure", "towns", "count"),
    [
        (LAID_OFF, ("gn:1", "gn:2"), 0), (LAID_OFF, ("gn:1", "gn:1"), 1), (LAID_OFF, ("gn:1",), 1),
        # What holds for a country holds wherever it is told.
        ({"measure_key": "inflation||percent|norway", "measure": "inflation"}, ("gn:1", "gn:2"), 1),
        # The place of the figure weighs more than what else its article names.
        (KILLED, ("gn:1", "gn:2"), 1),
    ],
)  # fmt: skip
def test_figures_of_one_firm_in_two_towns_are_of_two_plants(ask, measure, towns, count) -> None:
    rows = [{"article_version_id": name, "towns": [town]} for name, town in zip("ab", towns, strict=False)]
    given = [number(1, "a", 155, **measure), number(2, "b", 855, **measure)]
    assert count_conflicts(ask, *given, article_towns=rows) == count


@pytest.mark.parametrize("values", [(12, 19), (19, 12)])
def test_figures_that_are_said_to_be_of_two_days_are_of_two_events(ask, values) -> None:
    given = [
        number(index, name, value, **KILLED) for index, (name, value) in enumerate(zip("ab", values, strict=True), 1)
    ]
    days = [{"number_id": name, "happened_on": DAY - timedelta(days=int(name))} for name in "12"]
    assert count_conflicts(ask, *given, figure_days=days) == 0
    assert count_conflicts(ask, *given, figure_days=days[:1]) == 1


def test_a_total_given_again_after_weeks_is_of_another_event(ask) -> None:
    def count(*days: int) -> int:
        held = [DAY + timedelta(days=day) for day in days]
        articles = [
            current(name, source, day=day)
            for name, source, day in zip("abc", ("post", "post", "echo"), held, strict=True)
        ]
        given = [
            number(name, name, value, as_of=day, **KILLED)
            for name, value, day in zip("abc", (12, 12, 19), held, strict=True)
        ]
        return len(ask_numbers(ask, "conflicting_numbers", *given, articles=articles))

    assert (count(0, 20, 10), count(0, 6, 3), count(0, 6, 4)) == (0, 1, 1)


@pytest.mark.parametrize(
    ("measure", "events", "count"), [(KILLED, "xx", 1), (KILLED, "", 1), (KILLED, "xy", 0), (STRUCK, "xx", 0)]
)
def test_only_a_toll_cannot_fall_and_only_within_one_event(ask, measure, events, count) -> None:
    given = [
        number(1, "a", 19, said_by="Ada Holm", **measure),
        number(2, "b", 12, said_by="Red Crescent", as_of=DAY + timedelta(days=1), **measure),
    ]
    members = [{"story_id": story, "event_id": event} for story, event in zip("ab", events, strict=False)]
    assert count_conflicts(ask, *given, days=(0, 1), event_members=members) == count
