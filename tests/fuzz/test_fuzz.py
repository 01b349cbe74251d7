"""A moment of `make fuzz`, the same each time, and what longer ones have found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import TARGETS, fuzz
from tests.fuzz.growth import Growth
from tests.fuzz.targets import Target

_MOMENT = settings(
    max_examples=15, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)  # fmt: skip


_DEAR = {"extract", "claims", "languages"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in _DEAR else name for name in TARGETS]
)
def test_no_input_of_a_moment_breaks_a_law(name: str) -> None:
    _MOMENT(given(TARGETS[name].inputs)(TARGETS[name].check))()


# By target, what broke it once.
FOUND = {
    "numbers": ["5 hundred ²", "1/²", "² 1/2"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in FOUND.items() for text in texts])
def test_what_broke_a_law_once_keeps_it(name: str, text: str) -> None:
    TARGETS[name].check(text)


def make_target(most: int) -> Target:
    def check(text: str) -> None:
        assert len(text) <= most

    return Target(
        "short", st.text(max_size=30), check, st.just("a"), lambda unit, chars: unit, lambda text: lambda: None
    )


def test_an_input_that_breaks_a_law_is_shown_as_small_as_it_can_be() -> None:
    (told,) = fuzz(make_target(3), 0.05, first_seed=1)
    assert told.startswith("FAULT short: AssertionError test_fuzz.py:") and "'0000'" in told
    assert not list(fuzz(make_target(30), 0.05, first_seed=1))


def test_growth_is_a_fault_where_both_doublings_are() -> None:
    once = Growth("a", 4_000, 0.2, (4.0, 2.1))
    assert not once.is_too_fast and replace(once, ratios=(3.9, 4.1)).is_too_fast
