"""Real archives and saved pages of other tools, read from beside the project; skipped where they are absent.

What is certain (two readers agree, or the file is whole) must come out so. Where readers disagree the choice stands
here, with its reason. Nothing of the files is copied.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from ingest_samples import reasons

from broadsheet.ingest.inbox_rows import InboxFile
from broadsheet.ingest.index import update_index
from broadsheet.ingest.sources import Source

WIRE = Path(__file__).resolve().parents[3] / "shared/wire"
pytestmark = pytest.mark.skipif(not WIRE.is_dir(), reason=f"{WIRE} is absent")

# Resources that crawlers add under addresses of their own are no documents.
OWN_RESOURCES = {
    "commons_IAH-urls-wget.warc": 3,
    "warcbench_fb.warc.gz": 2,
    "warcio_example-wget-bad-target-uri.warc.gz": 2,
}
# Files without a certain answer: captures, problems. An ARC, a WACZ or LZ4 that others read is read; a record without
# a length is none; the digests that js-wacz wrote are not those of the archives beside them.
CHOSEN: dict[str, tuple[int, list[str]]] = {
    "pywb_bad.arc": (0, ["bad_arc_record"] * 3),
    "warcio_bad.arc": (0, ["bad_arc_record"] * 3),
    "pywb_example.arc": (1, []),
    "pywb_example.arc.gz": (1, []),
    "warcio_example.arc": (1, []),
    "warcio_example.arc.gz": (1, []),
    "warcio_example-space-in-url.arc": (1, ["wrong_length"]),
    "resiliparse_warcfile.warc.lz4": (16, []),
    "pywacz_valid_example_1.wacz": (1, []),
    "pywacz_valid_example_2.wacz": (1, []),
    "pywb_valid_example_1.wacz": (1, []),
    "warcbench_before.wacz": (6, ["digest_mismatch"]),
    "warcbench_example.com.wacz": (6, ["digest_mismatch"]),
    "warcbench_test-crawl.wacz": (11, ["undecoded_body", "digest_mismatch"]),
    # Its first record has a length beyond the next head: warcio goes on, fastwarc stops.
    "warcio_example-trunc.warc": (1, ["wrong_length"]),
    # The body says it is chunked and is not: warcio stops, fastwarc goes on.
    "warcio_example-wrong-chunks.warc.gz": (1, []),
}  # fmt: skip
NO_ARCHIVES = ("commons_abcd.gz", "commons_double-single-inflate-error.gz", "commons_empty.gz")


@cache
def read_folder(name: str) -> dict[str, InboxFile]:
    return {row.path: row for row in update_index((Source("wire", WIRE / name),))}


def list_expected(folder: str) -> dict[str, dict[str, object]]:
    if not WIRE.is_dir():
        return {}
    lines = (WIRE / folder / "expected.jsonl").read_text().splitlines()
    return {record["file"]: record for record in map(json.loads, lines)}


AGREED = {
    name: Counter(record["expected"]["records"])  # type: ignore[index]
    for name, record in list_expected("warc").items()
    if "records" in record.get("expected", {})  # type: ignore[operator]
}


@pytest.mark.parametrize("name", AGREED)
def test_every_document_that_two_readers_see_is_a_capture(name: str) -> None:
    row, expected = read_folder("warc")[name], AGREED[name]
    documents = expected["response"] + expected["resource"] - OWN_RESOURCES.get(name, 0)
    assert row.record_count == documents
    lost = Counter(reason for reason in reasons(row) if reason in ("revisit", "unsupported_warc_record"))
    assert row.problem_count == sum(lost.values()) == expected["revisit"] + expected["unknown"]


@pytest.mark.parametrize("name", CHOSEN)
def test_what_was_chosen_where_no_answer_is_certain(name: str) -> None:
    row = read_folder("warc")[name]
    assert (row.record_count, reasons(row)) == CHOSEN[name]


def test_every_file_is_read_to_its_end_and_none_stops_the_run() -> None:
    rows = read_folder("warc")
    assert set(list_expected("warc")) - set(NO_ARCHIVES) - {"expected.jsonl"} == AGREED.keys() | CHOSEN.keys()
    for row in (*rows.values(), *read_folder("mhtml").values()):
        assert row.sha256 is not None or row.reader == "none"
        assert "reader_failed" not in reasons(row)
    assert {rows[name].record_count for name in NO_ARCHIVES} == {0}


@pytest.mark.parametrize("name", list_expected("mhtml"))
def test_the_page_of_every_saved_page_is_found(name: str) -> None:
    row = read_folder("mhtml")[name]
    assert (row.record_count, reasons(row)) == (1, [])
