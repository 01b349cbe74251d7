"""Planted conflicts and revisions are found, and nothing beside them."""

from __future__ import annotations

import pytest

from tests.sql.planted_cases import score_cases
from tests.sql.planted_numbers import SEEN, UNSEEN, plant_cases


def measure(ask, kinds, seed: int):
    cases = plant_cases(kinds, seed)
    tellings = ask(
        "model", "number_tellings",
        numbers=[row for case in cases for row in case.numbers],
        claims=[row for case in cases for row in case.claims],
        articles_current=[row for case in cases for row in case.articles.values()],
    )  # fmt: skip
    known = {
        "number_series": ask("model", "number_series", number_tellings=tellings),
        "number_revisions": ask("model", "number_revisions", number_tellings=tellings),
    }
    conflicts = ask("view", "conflicting_numbers", number_tellings=tellings, number_revisions=known["number_revisions"])
    return score_cases(cases, conflicts, ask("view", "number_timeline", **known))


@pytest.mark.parametrize(("kinds", "seed"), [(SEEN, 3), (UNSEEN, 4)], ids=["seen", "unseen"])
def test_planted_conflicts_and_superseded_figures_are_found(ask, kinds, seed: int) -> None:
    conflicts, superseded = measure(ask, kinds, seed)
    assert conflicts.precision >= 0.9, conflicts.wrong
    assert conflicts.recall >= 0.8, conflicts.missed
    assert min(superseded.precision, superseded.recall) >= 0.9, (superseded.wrong, superseded.missed)


def test_a_revision_says_who_revised_what_and_how(ask) -> None:
    (case,) = plant_cases(tuple(plant for plant in SEEN if plant.__name__ == "_risen_from"), 5, count=1)
    tellings = ask(
        "model", "number_tellings",
        numbers=case.numbers, claims=case.claims, articles_current=list(case.articles.values()),
    )  # fmt: skip
    (row,) = ask("model", "number_revisions", number_tellings=tellings)
    assert {(row["earlier_low_value"])} == case.superseded
    assert (row["revised_by"], row["how"], row["direction"]) == ("Health Ministry", "said", "up")
