"""Laws of dates: what is written is read back, nothing overlaps, any text is read in linear time."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.dates.find import read_dates
from broadsheet.dates.item_classes import NONE
from broadsheet.dates.rules import RULES
from broadsheet.dates.specs import Anchor

ANCHOR = Anchor(date(2022, 7, 12), "published")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _write(day: date, form: int) -> str:
    month = _MONTHS[day.month - 1]
    forms = (
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        day.isoformat(),
        f"{month[:3]}. {day.day}, {day.year}",
    )
    return forms[form]


@given(st.dates(date(1600, 1, 1), date(2100, 12, 31)), st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_full_dates_are_read_back(day: date, form: int) -> None:
    written = _write(day, form)
    text = f"It began on {written} and went on"
    assert [(text[e.start_char : e.end_char], value.value) for e, value in read_dates(text, ANCHOR)] == [
        (written, day.isoformat())
    ]


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_overlaps(text: str) -> None:
    _check_spans(text)


_SOUP_TEXT = """May 3 12 2019 Monday on the last week of in two years ago 10:30 pm to from between and - / . , \n
early 1990s since every first"""
_SOUP = ["Christmas", "Easter", *_SOUP_TEXT.split(" ")]


@given(st.lists(st.sampled_from(_SOUP), max_size=30))
@settings(max_examples=300, deadline=None)
def test_date_soup_is_read_without_overlaps(words: list[str]) -> None:
    _check_spans(" ".join(words))
    _check_spans("".join(words))


def _check_spans(text: str) -> None:
    last = 0
    for expression, value in read_dates(text, ANCHOR):
        assert last <= expression.start_char < expression.end_char <= len(text)
        assert value.start is None or value.end is None or value.start <= value.end or "/" in (value.value or "")
        last = expression.end_char


@given(st.sampled_from(_SOUP), st.dates())
@settings(max_examples=50, deadline=None)
def test_any_anchor_is_taken(word: str, day: date) -> None:
    for text in (
        f"on {word} May 31",
        f"{word} 99999 years ago",
        "next year",
        "last century",
        "two weeks ago",
        "yesterday",
        "Monday",
    ):
        read_dates(text, Anchor(day, "published"))
        read_dates(text, Anchor())


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "and ", "-", "1-", "Monday ", "august 5 ", "a@a.", "half a ", "1/1", "12:30 ", "the last ", "\ud800"],
)
def test_long_runs_take_linear_time(unit: str) -> None:
    short, long = unit * (5_000 // len(unit)), unit * (50_000 // len(unit))

    def measure(text: str) -> float:
        started = time.process_time()
        read_dates(text, ANCHOR)
        return time.process_time() - started

    # Other work on the machine makes a measure longer, never shorter.
    assert min(measure(long) for _ in range(2)) < 40 * max(measure(short), 0.03)


def test_no_template_names_other_words() -> None:
    """The scan looks at runs of items between other words only, so that none may stand in a template."""
    assert [rule.name for rule in RULES if NONE in rule.pattern.pattern] == []
