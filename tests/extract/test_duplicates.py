"""Which captures bring a new version, whatever order they come in."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

from broadsheet.extract import ArticleRecord, Extraction, resolve_duplicates


def make_extraction(capture_id: str, hour: int, text: str, body: str) -> Extraction:
    captured_at = datetime(2024, 5, 2, hour, tzinfo=UTC)
    article = ArticleRecord(
        article_version_id=f"version of {text}",
        article_id="a1",
        capture_id=capture_id,
        captured_at=captured_at,
        source_id="s",
        text=text,
        text_sha256="",
        word_count=1,
        paragraph_count=1,
        extraction_method="test",
    )
    return Extraction(capture_id, "s", captured_at, body, article=article)


FIRST = make_extraction("c1", 6, "one", "body 1")
SAME_BYTES = make_extraction("c2", 7, "one", "body 1")
SAME_TEXT = make_extraction("c3", 8, "one", "body 2")
CHANGED = make_extraction("c4", 9, "two", "body 3")


def read_reasons(extractions: list[Extraction]) -> dict[str, str | None]:
    return {found.capture_id: found.skipped.reason if found.skipped else None for found in extractions}


def read_repeats(extractions: list[Extraction]) -> dict[str, str | None]:
    return {found.capture_id: found.skipped.repeats_version_id for found in extractions if found.skipped}


def test_the_first_capture_wins_in_every_order() -> None:
    expected = {"c1": None, "c2": "duplicate_capture", "c3": "unchanged_text", "c4": None}
    for order in permutations([FIRST, SAME_BYTES, SAME_TEXT, CHANGED]):
        resolved = resolve_duplicates(order, {}, set())
        assert [found.capture_id for found in resolved] == [found.capture_id for found in order]
        assert read_reasons(resolved) == expected
        assert read_repeats(resolved) == {"c2": "version of one", "c3": "version of one"}


def test_what_earlier_days_brought_is_not_brought_again() -> None:
    seen_bodies = {("a1", "body 1"): "version of one"}
    resolved = resolve_duplicates([SAME_BYTES, SAME_TEXT, CHANGED], seen_bodies, {"version of one"})
    assert read_reasons(resolved) == {"c2": "duplicate_capture", "c3": "unchanged_text", "c4": None}


def test_the_same_bytes_at_two_addresses_are_two_articles() -> None:
    resolved = resolve_duplicates([FIRST], {("a2", "body 1"): "version of one"}, set())
    assert read_reasons(resolved) == {"c1": None}


def test_a_repeat_names_the_version_that_stands_in_the_lake() -> None:
    bytes_again = make_extraction("c5", 10, "two", "body 3")
    text_again = make_extraction("c6", 11, "two", "body 4")
    bytes_of_that = make_extraction("c7", 12, "two", "body 4")
    resolved = resolve_duplicates([CHANGED, bytes_again, text_again, bytes_of_that], {}, {"version of one"})
    assert read_repeats(resolved) == dict.fromkeys(("c5", "c6", "c7"), "version of two")
    # Bytes that an older day read as another version: that one is there, this one is not.
    resolved = resolve_duplicates([SAME_BYTES], {("a1", "body 1"): "older version"}, {"older version"})
    assert read_repeats(resolved) == {"c2": "older version"}
