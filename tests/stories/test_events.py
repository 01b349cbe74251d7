"""Events: the same event in other words joins, other events of the same place, people and kind do not."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.stories.generated import DEVELOPMENT, HELD_OUT, Made, make_corpus, score_pairs
from tests.stories.grouping import find_events


def measure(made: list[Made]) -> tuple[float, float]:
    """Precision and recall of pairs of stories in one event."""
    stories, events = find_events(made)
    truth = {one.article_id: one.event for one in made}
    found = set(stories.values())
    return score_pairs({name: events[name] for name in found}, {name: truth[name] for name in found})


@pytest.mark.slow
@pytest.mark.parametrize("kinds", [DEVELOPMENT, HELD_OUT])
def test_generated_events_are_found(kinds) -> None:
    precision, recall = measure(make_corpus(kinds, seed=1))
    assert precision >= 0.95
    assert recall >= 0.9


@pytest.mark.slow
def test_the_order_of_arrival_changes_no_story_and_no_event() -> None:
    made = make_corpus(DEVELOPMENT[:2], seed=2)
    shuffled = list(made)
    random.Random(5).shuffle(shuffled)
    assert find_events(shuffled) == find_events(made)


def report(name: str, source: str, text: str, day: int = 0, **more) -> Made:
    base = make_corpus(DEVELOPMENT[2:3], seed=1)[0]
    names = tuple(one for one in ("Alma Jessop", "Halvorn Steel", "Corrow") if one in text)
    return replace(
        base, article_id=name, source_id=source, headline="", text=text, names=names, day=base.day.replace(day=3 + day)
    )


FIRE = "A fire at the Halvorn Steel plant in Corrow killed 4 people and hurt 31, fire chief Alma Jessop said."
AGAIN = "Flames at a factory of Halvorn Steel left 4 dead and 31 hurt, Alma Jessop of the crews in Corrow told us."
STRIKE = (
    "Workers of Halvorn Steel in Corrow walked out for 9 days over pay of 18 crowns, union leader Alma Jessop said."
)


@pytest.mark.parametrize(
    ("text", "day", "events"),
    [(AGAIN, 0, 1), (AGAIN, 2, 1), (AGAIN, 5, 2), (STRIKE, 0, 2), (AGAIN.replace("4", "7").replace("31", "52"), 0, 2)],
)
def test_an_event_needs_the_same_days_names_and_figures(text: str, day: int, events: int) -> None:
    found = find_events([report("a", "outlet01.example", FIRE), report("b", "outlet02.example", text, day)])
    assert len(set(found[1].values())) == events
