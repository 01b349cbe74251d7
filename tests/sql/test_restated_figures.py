"""A figure that takes the place of one told weeks before, which its article gives again, over rows written inline."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.sql.test_views import DAY, current, number

PLANNED = "Halvorn Steel will cut {} jobs."
CHANGED = "Halvorn Steel will cut 1,250 jobs instead of the 900 announced in June."
JOBS = {"measure": "laid_off", "measure_key": "laid_off|worker|count|halvorn steel"}


def revise(ask, second: str = CHANGED, days: int = 90, name: str = "Halvorn Steel", **of_first) -> list[tuple]:
    """Values of which the later took the place of the earlier, of two articles that name a firm each."""
    articles = [current("a", "post"), current("b", "echo", day=DAY + timedelta(days=days))]
    told = {"kind": "count", "unit": "jobs"} | JOBS
    numbers = [
        number(1, "a", **({"value": 900} | told | {"sentence_id": "a"} | of_first)),
        number(2, "b", 1250, **(told | {"sentence_id": "b", "as_of": DAY + timedelta(days=days)})),
        # What is told again is often of no measure that is known, and counted by another noun.
        number(3, "b", 900, kind="count", unit="cuts", measure_key=None, sentence_id="b"),
    ]
    sentences = [
        {"sentence_id": "a", "article_version_id": "a", "surface": PLANNED.format(900)},
        {"sentence_id": "b", "article_version_id": "b", "surface": second},
    ]
    names = [
        {"article_version_id": "a", "names": [], "rarest_names": ["Halvorn Steel"]},
        {"article_version_id": "b", "names": [], "rarest_names": [name]},
    ]
    tellings = ask(
        "model", "number_tellings",
        articles_current=articles, numbers=numbers, sentences=sentences, article_event_names=names,
    )  # fmt: skip
    restated = ask(
        "model", "restated_figures", articles_current=articles, numbers=numbers, sentences=sentences,
    )  # fmt: skip
    rows = ask("model", "number_revisions", number_tellings=tellings, restated_figures=restated)
    return [(row["earlier_low_value"], row["later_low_value"], row["how"]) for row in rows]


@pytest.mark.parametrize(
    "second",
    [
        CHANGED,
        "Halvorn Steel will cut 1,250 jobs; it had planned 900.",
        "Halvorn Steel will cut 1,250 jobs, not 900 as it told its staff.",
        "Halvorn Steel will cut 1,250 jobs, up from 900.",
        "Halvorn Steel will cut 1,250 jobs, more than planned: first there were 900.",
    ],
)
def test_a_value_that_is_told_again_as_no_longer_so_is_revised_after_weeks(ask, second: str) -> None:
    assert revise(ask, second) == [(900.0, 1250.0, "said")]


def test_a_value_that_is_only_told_again_is_not_revised(ask) -> None:
    assert not revise(ask, "Halvorn Steel will cut 1,250 jobs and keep 900.")


@pytest.mark.parametrize(
    "of_first",
    [
        pytest.param({"measure": "hired", "measure_key": "hired|worker|count|halvorn steel"}, id="another measure"),
        pytest.param({"kind": "percent"}, id="another kind of number"),
        pytest.param({"value": 950.0}, id="another value"),
    ],
)
def test_another_measure_or_value_is_not_the_one_that_is_told_again(ask, of_first: dict) -> None:
    assert not revise(ask, **of_first)


def test_the_firm_of_the_earlier_figure_is_named_with_the_later_one(ask) -> None:
    assert not revise(ask, name="Brenvik Mills")
    assert not revise(ask, days=500)


def test_numbers_told_again_keep_their_kind_and_value(ask) -> None:
    rows = ask(
        "model", "restated_figures",
        articles_current=[current("a", "post")],
        numbers=[
            number(1, "a", 640, kind="money", currency="NOK", sentence_id="a"),
            number(2, "a", 2026, kind="year", sentence_id="a"), number(3, "a", 7, is_boilerplate=True, sentence_id="a"),
        ],
        sentences=[{"sentence_id": "a", "article_version_id": "a", "surface": "It had put the price at 640 in 2026."}],
    )  # fmt: skip
    assert [(row["number_id"], row["low_value"], row["currency"]) for row in rows] == [("1", 640.0, "NOK")]
