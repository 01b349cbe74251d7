"""A statement of which one outlet prints a figure fewer, or a time in another unit, is the same statement."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.sql.test_claim_groups import ask_claims
from tests.sql.test_views import DAY, claim, current

TOLD = "the new pill had cut the risk of stroke by 48 percent in a trial of 6200 patients"
YEAR_S = 31_556_952.0


def relate(ask, one: str, other: str, *figures: dict, days: int = 0) -> list[str]:
    """Relations of two statements of one speaker; a figure is in each of the two that prints it."""
    articles = [current("one", "post"), current("other", "echo", day=DAY + timedelta(days=days))]
    where = {"content": [{"start_char": 0, "end_char": 120}], "in_headline": False, "quote_type": "indirect"}
    claims = [claim(1, "one", one, **where), claim(2, "other", other, **where)]
    numbers = [
        {"number_id": f"{name} {figure['surface']}", "article_version_id": name, "in_headline": False, "kind": "count"}
        | {"start_char": text.index(figure["surface"]), "value": float(figure["surface"].split()[0])}
        | figure
        for name, text in (("one", one), ("other", other))
        for figure in figures
        if figure["surface"] in text
    ]  # fmt: skip
    known = ask_claims(ask, articles, claims, numbers=numbers)
    return [row["relation"] for row in known["claim_links"]]


FIGURES = ({"surface": "48"}, {"surface": "6200"}, {"surface": "70"})


@pytest.mark.parametrize(
    ("other", "days", "relations"),
    [
        pytest.param("the pill had cut the risk of stroke by 48 percent", 0, ["same"], id="a figure fewer"),
        pytest.param("the pill had cut the risk of stroke by 48 percent", 5, [], id="days later"),
        pytest.param("the pill had cut the risk of stroke by 70 percent", 0, [], id="another figure"),
        pytest.param("a rival had paid 48 crowns for each pill", 0, [], id="another thing"),
        pytest.param("the pill had not cut the risk of stroke by 48 percent", 0, [], id="denied"),
    ],
)
def test_a_figure_may_be_left_out(ask, other: str, days: int, relations: list[str]) -> None:
    assert relate(ask, TOLD, other, *FIGURES, days=days) == relations


@pytest.mark.parametrize(("years", "relations"), [("20 years", ["same"]), ("30 years", [])])
def test_a_time_is_compared_in_whatever_unit_it_is_printed(ask, years: str, relations: list[str]) -> None:
    time = {"kind": "measure", "dimension": "time"}
    figures = (
        {"surface": "2 decades", "value_si": 20 * YEAR_S} | time,
        {"surface": years, "value_si": float(years[:2]) * YEAR_S} | time,
    )
    one = "the country had found its first case of polio in 2 decades"
    assert (
        relate(ask, one, f"the country had detected a rare case of polio, its first in {years}", *figures) == relations
    )
