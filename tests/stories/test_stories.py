"""Copies and daily reports of one template, on texts made by generated.py and on single cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.stories.generated import DEVELOPMENT, HELD_OUT, make_corpus, phrases, score_pairs
from tests.stories.grouping import find_stories, list_rows

DAY = datetime(2025, 3, 3, 8, tzinfo=UTC)
RIVERS = phrases()["templates"]["rivers"]
NAMES = {"place": "Ashvale", "place2": "Corrow", "place3": "Dunsmere"}


def rivers(day: int, **figures: int) -> str:
    """The report of river levels of a day: 0 is Monday."""
    values = {letter: 11 + 7 * number + day * (number + 3) for number, letter in enumerate("abcdefgh")}
    weekday = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"][day]
    return RIVERS.format(weekday=weekday, **NAMES, **(values | figures))


def printed(name: str, source: str, day: int, text: str, **more: Any) -> dict[str, Any]:
    at = DAY + timedelta(days=day)
    return {
        "article_id": name, "source_id": source, "text": text, "captured_at": at, "published_at": at,
        "published_on": at.date(), "published_precision": "time", "published_confidence": "stated",
    } | more  # fmt: skip


def count_stories(*articles: dict[str, Any]) -> int:
    return len(set(find_stories(articles).values()))


@pytest.mark.slow
@pytest.mark.parametrize(("kinds", "least"), [(DEVELOPMENT, (0.98, 0.98)), (HELD_OUT, (0.98, 0.99))])
def test_generated_stories_are_found_and_templates_are_none(kinds, least) -> None:
    made = make_corpus(kinds, seed=1)
    precision, recall = score_pairs(find_stories(list_rows(made)), {one.article_id: one.story for one in made})
    assert precision >= least[0]
    assert recall >= least[1]


def test_two_days_of_one_template_are_two_stories_although_only_figures_differ() -> None:
    assert count_stories(printed("a", "post", 0, rivers(0)), printed("b", "post", 1, rivers(1))) == 2


def test_the_report_of_one_day_in_two_outlets_is_one_story() -> None:
    assert count_stories(printed("a", "post", 0, rivers(0)), printed("b", "echo", 0, rivers(0))) == 1


def test_a_week_of_one_template_in_two_outlets_is_a_story_a_day() -> None:
    week = [printed(f"{source}{day}", source, day, rivers(day)) for day in range(5) for source in ("post", "echo")]
    assert count_stories(*week) == 5


def test_an_undated_report_of_another_day_is_no_copy() -> None:
    undated = {"published_at": None, "published_on": None, "published_precision": None}
    assert count_stories(printed("a", "post", 0, rivers(0)), printed("b", "post", 0, rivers(1), **undated)) == 2


@pytest.mark.parametrize("day", [0, 1])
def test_a_corrected_figure_leaves_an_article_a_copy(day: int) -> None:
    assert count_stories(printed("a", "post", 0, rivers(0)), printed("b", "post", day, rivers(0, c=99))) == 1


def test_three_printings_of_one_article_stay_one_story() -> None:
    """What a source repeats counts as its template only where the articles tell different things."""
    texts = [rivers(0), rivers(0, a=98), rivers(0, a=98) + " Two boats were moved."]
    assert count_stories(*(printed(f"p{day}", "post", day, text) for day, text in enumerate(texts))) == 1


def test_standing_background_does_not_join_the_articles_above_it() -> None:
    background = phrases()["templates"]["markets_background"]
    leads = [
        f"{4 + 3 * number} boats of the {name} line sank off {place} and {20 + number} people were rescued, {who} said."
        for number, (name, place, who) in enumerate(
            [
                ("Halvorn", "Corrow", "Alma Jessop"),
                ("Cordell", "Velmar", "Imran Tarnaby"),
                ("Pinnock", "Stonham", "Vera Lindqvale"),
            ]
        )
    ]
    articles = [printed(f"a{day}", "post", day, f"{lead} {background}") for day, lead in enumerate(leads)]
    assert count_stories(*articles) == 3
