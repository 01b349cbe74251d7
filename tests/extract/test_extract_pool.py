"""The pool keeps the order, survives pages that kill workers, and leaves no process behind."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from broadsheet.extract import ExtractPool, extract_capture
from broadsheet.records import Capture


def make_capture(number: int, body: bytes) -> Capture:
    return Capture(
        capture_id=f"c{number}",
        captured_at=datetime(2024, 5, 2, tzinfo=UTC),
        source_id="s",
        body=body,
        body_sha256=hashlib.sha256(body).hexdigest(),
        origin_kind="file",
        origin_path="p.html",
    )


def make_page(number: int) -> bytes:
    sentence = f"Page {number} tells of a ferry that crosses the lake {number} times a day, as its captain said. "
    return f"<html><body><article><p>{sentence * 3}</p><p>{sentence * 2}</p></article></body></html>".encode()


POISON = b"<html><body " + b"".join(b'a%d="x" ' % number for number in range(120_000)) + b"><p>hi</p></body></html>"


@pytest.fixture
def pool() -> Iterator[ExtractPool]:
    with ExtractPool(2, cpu_seconds=2, max_bytes=2_000_000) as pool:
        yield pool


@pytest.mark.slow
def test_pages_that_kill_or_exceed_get_a_reason_and_the_rest_goes_on(pool: ExtractPool) -> None:
    captures = [make_capture(number, make_page(number)) for number in range(12)]
    captures[3] = make_capture(3, POISON)
    captures[7] = make_capture(7, b"x" * 2_000_001)
    extractions = list(pool.map(captures))
    assert [extraction.capture_id for extraction in extractions] == [capture.capture_id for capture in captures]
    reasons = {place: found.skipped.reason for place, found in enumerate(extractions) if found.skipped}
    assert reasons == {3: "parse_timeout", 7: "too_large"}
    assert extractions[5] == extract_capture(captures[5])


@pytest.mark.slow
def test_a_caller_that_stops_early_can_go_on_with_the_pool(pool: ExtractPool) -> None:
    captures = [make_capture(number, make_page(number)) for number in range(6)]
    first = pool.map(captures)
    assert next(first).capture_id == "c0"
    first.close()  # type: ignore[attr-defined]
    assert [extraction.capture_id for extraction in pool.map(captures[3:])] == ["c3", "c4", "c5"]


@pytest.mark.slow
def test_closing_leaves_no_process() -> None:
    with ExtractPool(2) as pool:
        list(pool.map([make_capture(number, make_page(number)) for number in range(3)]))
        pids = [worker.process.pid for worker in pool._workers]
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
