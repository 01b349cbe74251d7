"""The extract job in the pool: real pages that kill or exceed get a reason, and the rest goes on."""

from __future__ import annotations

import pytest

from broadsheet.extract import ExtractJob
from broadsheet.extract.article import extract_capture
from broadsheet.pool import Pool
from tests.pool.captures import make_capture


def make_page(number: int) -> bytes:
    sentence = f"Page {number} tells of a ferry that crosses the lake {number} times a day, as its captain said. "
    return f"<html><body><article><p>{sentence * 3}</p><p>{sentence * 2}</p></article></body></html>".encode()


POISON = b"<html><body " + b"".join(b'a%d="x" ' % number for number in range(120_000)) + b"><p>hi</p></body></html>"


@pytest.mark.slow
def test_pages_that_kill_or_exceed_get_a_reason_and_the_rest_goes_on() -> None:
    captures = [make_capture(number, make_page(number)) for number in range(12)]
    captures[3] = make_capture(3, POISON)
    captures[7] = make_capture(7, b"x" * 2_000_001)
    with Pool(ExtractJob(cpu_seconds=2, max_bytes=2_000_000), 2) as pool:
        extractions = list(pool.map(captures))
    assert [extraction.capture_id for extraction in extractions] == [capture.capture_id for capture in captures]
    reasons = {place: found.skipped.reason for place, found in enumerate(extractions) if found.skipped}
    assert reasons == {3: "parse_timeout", 7: "too_large"}
    assert extractions[5] == extract_capture(captures[5])
