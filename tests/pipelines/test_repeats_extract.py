"""A line that a source repeats, through the real extract step: labelled, labelled anew after a late day, then still."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from broadsheet.lake import Lake
from broadsheet.run.late_arrivals import find_days_with_other_counts
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.extract import run_days
from broadsheet.stages.notes import read_notes
from broadsheet.stages.registry import get_stage
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page
from tests.pipelines.lake_rows import put

pytestmark = pytest.mark.slow

DAY = date(2026, 3, 10)
NEXT, LATE = DAY + timedelta(days=1), DAY - timedelta(days=1)
LINE = "The Nordhaven Post has stood by the 31 islands of the bay since 1871"


def put_pages(lake: Lake, day: date, *places: str) -> None:
    """One article on each place, with a line that its source puts into all of them."""
    rows = []
    for place in places:
        story = [text.replace("Nordhaven", place) for text in PARAGRAPHS]
        body = build_page(f"Harbour of {place} closes", [*story[:2], LINE, *story[2:]], day).encode()
        sha256 = hashlib.sha256(body).hexdigest()
        url = f"https://www.post.example/news/harbour-of-{place.lower()}-closes"
        rows.append({
            "capture_id": sha256[:16], "source_id": "post", "url": url, "body": body, "body_sha256": sha256,
            "http_status": 200, "content_type": "text/html", "declared_charset": "utf-8", "language_hint": None,
            "origin_path": f"{place}.html", "redirect_urls": [], "http_headers": [],
        })  # fmt: skip
    put(lake, "captures", day, *rows)


def run(lake: Lake, *days: date) -> None:
    context = StageContext(load_settings({"BROADSHEET_WORKERS": "1"}), lake)
    assert [report.day for report in run_days(context, days)] == sorted(days)


def find_other_counts(lake: Lake) -> set[date]:
    return find_days_with_other_counts(lake, read_notes(lake))


def read_lines(lake: Lake, day: date) -> list[tuple[object, ...]]:
    """Of each article of a day, what is said of its line; (boilerplate, kind, count)."""
    found = lake.read("paragraphs", days=[day]).filter(surface=LINE)
    return found.select("is_boilerplate", "boilerplate_kind", "repeats_in_source").rows()


def read_rows(lake: Lake, days: Sequence[date]) -> dict[str, list[tuple[object, ...]]]:
    return {table: lake.read(table, days=days).rows() for table in get_stage("extract").writes}


def test_a_repeated_line_is_boilerplate_and_its_number_no_part_of_the_story(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    put_pages(lake, DAY, "Vestby", "Ostby")
    put_pages(lake, NEXT, "Sorvik")
    run(lake, DAY, NEXT)
    assert read_lines(lake, DAY) == [(False, None, 2)] * 2
    assert read_lines(lake, NEXT) == [(True, "repeated", 3)]
    labelled = lake.read("paragraphs", days=[NEXT]).filter(boilerplate_kind="repeated")["surface"]
    assert labelled.to_list() == [LINE]
    words = {day: lake.read("articles", days=[day])["word_count"].to_list() for day in (DAY, NEXT)}
    assert [count - words[NEXT][0] for count in words[DAY]] == [len(LINE.split())] * 2
    assert find_other_counts(lake) == set()

    put_pages(lake, LATE, "Nordvik")
    run(lake, LATE)
    assert find_other_counts(lake) == {DAY, NEXT}
    run(lake, DAY, NEXT)
    assert read_lines(lake, DAY) == [(True, "repeated", 3)] * 2
    assert read_lines(lake, NEXT) == [(True, "repeated", 4)]
    assert read_lines(lake, LATE) == [(False, None, None)]

    before = read_rows(lake, [LATE, DAY, NEXT])
    run(lake, LATE, DAY, NEXT)
    assert read_rows(lake, [LATE, DAY, NEXT]) == before
    assert find_other_counts(lake) == set()


def test_days_that_lie_apart_know_the_days_between_them(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    days = [DAY + timedelta(days=offset) for offset in range(4)]
    put_pages(lake, days[0], "Vestby")
    put_pages(lake, days[1], "Ostby", "Sorvik")
    put_pages(lake, days[2], "Nordvik", "Ostby")
    put_pages(lake, days[3], "Vestby", "Sandvik")
    run(lake, *days)
    before = read_rows(lake, days)
    assert lake.read("skipped")["reason"].to_list() == ["unchanged_text"] * 2
    assert read_lines(lake, days[2]) == [(True, "repeated", 4)]
    run(lake, days[0], days[2])
    assert read_rows(lake, days) == before
    run(lake, days[1], days[3])
    assert read_rows(lake, days) == before
