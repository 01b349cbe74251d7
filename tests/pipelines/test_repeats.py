"""Counting blocks over the articles of a source, and finding days whose counts an earlier day has changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.lake import Lake
from broadsheet.run.late_arrivals import find_days_with_other_counts
from broadsheet.stages.notes import read_notes
from broadsheet.stages.repeats import MOST_COUNTED, WINDOW_DAYS, count_repeats, read_blocks_of
from tests.pipelines.lake_rows import note, put

DAY = date(2026, 3, 10)
LINE = "The Mail, since 1871"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def put_articles(lake: Lake, day: date, *names: str, count: int | None = None, source: str = "mail") -> None:
    """Articles that hold the line and a text of their own; `count` is what the line's count says."""
    versions = [{"article_version_id": f"{name}-v", "article_id": name, "source_id": source} for name in names]
    put(lake, "articles", day, *versions)
    blocks = [
        {"article_version_id": f"{name}-v", "paragraph_index": index, "surface": surface, "repeats_in_source": repeats}
        for name in names
        for index, (surface, repeats) in enumerate(((f"Text of {name}.", None), (LINE, count)))
    ]
    put(lake, "paragraphs", day, *blocks)


def note_extract(lake: Lake, day: date, hour: int) -> None:
    note(lake, "extract", day, "-", "-", datetime(2026, 3, 30, hour, tzinfo=UTC))


def count(lake: Lake, day: date) -> dict[str, dict[str, int]]:
    return count_repeats(read_blocks_of(lake, lake.days("articles")), day)


def test_a_block_counts_once_an_article_and_only_within_its_source(lake: Lake) -> None:
    put_articles(lake, DAY, "a", "b")
    put_articles(lake, DAY + timedelta(days=1), "b", "c")
    put_articles(lake, DAY + timedelta(days=2), "d", source="echo")
    assert count(lake, DAY + timedelta(days=1)) == {"mail": {LINE: 3}}
    assert count(lake, DAY + timedelta(days=2)) == {}


def test_later_days_and_days_before_the_window_do_not_count(lake: Lake) -> None:
    for offset, name in ((-WINDOW_DAYS - 1, "a"), (-WINDOW_DAYS, "b"), (0, "c"), (1, "d")):
        put_articles(lake, DAY + timedelta(days=offset), name)
    assert count(lake, DAY) == {"mail": {LINE: 2}}


def test_counts_stop_at_the_most_counted(lake: Lake) -> None:
    put_articles(lake, DAY, *(f"a{number}" for number in range(MOST_COUNTED + 5)))
    assert count(lake, DAY) == {"mail": {LINE: MOST_COUNTED}}


def test_order_of_blocks_does_not_matter(lake: Lake) -> None:
    put_articles(lake, DAY, "a", "b", "c")
    blocks = read_blocks_of(lake, [DAY])
    assert count_repeats(blocks.reverse(), DAY) == count_repeats(blocks, DAY) == {"mail": {LINE: 3}}


def test_a_day_is_invalidated_only_after_an_earlier_day_was_written_later(lake: Lake) -> None:
    later = DAY + timedelta(days=1)
    put_articles(lake, later, "b", "c", count=2)
    note_extract(lake, later, 1)
    assert find_days_with_other_counts(lake, read_notes(lake)) == set()
    put_articles(lake, DAY, "a")
    note_extract(lake, DAY, 2)
    assert find_days_with_other_counts(lake, read_notes(lake)) == {later}
    put_articles(lake, later, "b", "c", count=3)
    assert find_days_with_other_counts(lake, read_notes(lake)) == set()
