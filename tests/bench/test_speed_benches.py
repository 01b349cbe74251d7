"""The speed benches: what they make of the seconds that they took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from bench.bench_chain import ALONE, Costs, Page, find_slow, split_batches
from bench.bench_start import list_tree
from bench.scale import list_growth
from broadsheet.records import ArticleText, Capture


def make_page(name: str, text: str = "", language: str = "en") -> Page:
    capture = Capture(
        capture_id=name,
        captured_at=datetime(2026, 3, 1, tzinfo=UTC),
        source_id="s",
        body=b"",
        body_sha256="",
        origin_kind="jsonl",
        origin_path="p",
    )
    return Page(capture, ArticleText(name, text, language=language) if text else None, text)


def test_a_step_for_pages_at_once_is_borne_by_the_length_of_their_texts() -> None:
    costs, short, long = Costs(), make_page("a", "x" * 10), make_page("b", "x" * 30)
    costs.note("network", [short, long], 4.0)
    assert costs.sum(["network"], [short]) == pytest.approx(1.0)
    assert costs.sum(["network", "never noted"], [short, long]) == pytest.approx(4.0)


def test_of_each_page_the_median_round_counts() -> None:
    costs, page = Costs(), make_page("a", "text")
    for seconds in (1.0, 9.0, 2.0):
        costs.note("extract", [page], seconds)
    assert costs.sum(["extract"], [page]) == 2.0


def test_a_page_is_slow_against_the_median_page() -> None:
    costs, pages = Costs(), [make_page(name, "text") for name in "abcd"]
    for page, seconds in zip(pages, (0.1, 0.1, 0.9, 1.1), strict=True):
        costs.note(ALONE[0], [page], seconds)
    assert find_slow(costs, [*pages, make_page("e"), pages[0]]) == {"d": "1100 ms"}


def test_a_batch_holds_pages_of_one_kind() -> None:
    pages = [make_page("a", "text"), make_page("b"), make_page("c", "Texte", "fr"), make_page("d", "text")]
    assert [[page.capture.capture_id for page in batch] for batch in split_batches(pages)] == [["a", "d"], ["b"], ["c"]]


def test_growth_is_the_power_of_the_number_of_articles() -> None:
    figures = [
        {"article_count": count, "name": name, "cpu_s": seconds}
        for name, by_count in {"view tides": {100: 1.0, 200: 4.0}, "view ferries": {100: 0.1, 200: 0.2}}.items()
        for count, seconds in by_count.items()
    ]
    heading, tides = list_growth(figures)
    assert heading.split()[-3:] == ["100", "200", "power"]
    assert tides.split() == ["view", "tides", "1.00", "4.00", "2.00"]


def test_the_tree_of_a_process_holds_its_children() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    with subprocess.Popen([sys.executable, "-c", code], process_group=0) as process:
        while len(found := list(list_tree(process.pid))) < 2:
            time.sleep(0.05)
        os.killpg(process.pid, 9)
    assert found[0] == process.pid and len(found) == 2
