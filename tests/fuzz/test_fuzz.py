"""A moment of `make fuzz`, the same each time, and what longer ones have found."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from broadsheet.discovery.read import read_listing
from broadsheet.extract.article import extract_capture
from broadsheet.ingest.index import update_index
from broadsheet.ingest.sources import Source
from broadsheet.records import Capture
from tests.fuzz import samples
from tests.fuzz.__main__ import TARGETS, fuzz
from tests.fuzz.growth import Growth, measure_growth
from tests.fuzz.targets import AT, URL, Target

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


@pytest.mark.parametrize("kind", ["warc", "warc.gz", "arc", "mhtml", "jsonl"])
def test_the_samples_of_files_are_sound(kind: str, tmp_path: Path) -> None:
    """Wounds say little where the sample was none: each gives a capture and no problem but for bookkeeping."""
    (content, *_) = getattr(samples, kind.replace(".", "_").upper()).whole
    (tmp_path / f"a.{kind}").write_bytes(content)
    (row,) = update_index((Source("inbox", tmp_path),))
    assert row.record_count >= 1 and row.problem_count <= 2


@pytest.mark.parametrize("kind", ["FEEDS", "SITEMAPS", "JSON_FEEDS", "SECTIONS"])
def test_the_samples_of_lists_are_sound(kind: str) -> None:
    for content in getattr(samples, kind).whole:
        listing = read_listing(content, "application/json", URL)
        assert listing.items or listing.more_urls, content


def test_the_samples_of_pages_are_articles() -> None:
    for content in samples.PAGES.whole:
        digest = hashlib.sha256(content).hexdigest()
        capture = Capture("page", AT, "orme", content, digest, "file", "page.html", url="https://orme.example/mill")
        assert extract_capture(capture).article is not None, content[:200]


# By target, what broke it once.
FOUND = {
    "numbers": ["5 hundred ²", "1/²", "² 1/2"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in FOUND.items() for text in texts])
def test_what_broke_a_law_once_keeps_it(name: str, text: str) -> None:
    TARGETS[name].check(text)


# Units whose time grew faster than they did, once.
GROWN = {"languages": ["»\t'janvier"]}


@pytest.mark.parametrize(("name", "unit"), [(name, unit) for name, units in GROWN.items() for unit in units])
def test_what_grew_too_fast_once_does_so_no_more(name: str, unit: str) -> None:
    growth = measure_growth(TARGETS[name], unit)
    assert growth is None or not growth.is_too_fast, growth


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
