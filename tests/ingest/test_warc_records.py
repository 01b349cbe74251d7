"""WARC records as bytes: what other readers see in them, and that no value can break out of its line."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator as SlowIterator

from broadsheet.ingest.warc_records import (
    RESPONSE_TYPE,
    clean_value,
    make_record_id,
    pack_record,
    write_date,
    write_message,
    write_record,
)

AT = datetime(2026, 3, 5, 12, 0, 0, 250000, tzinfo=UTC)
PAGE = "<p>The lock gates of Lund stay shut – until May.</p>".encode()


def make_records() -> bytes:
    block = write_message("HTTP/1.1 200 OK", [("Content-Type", "text/html"), ("X-Twice", "1"), ("X-Twice", "2")], PAGE)
    info = write_record(
        "warcinfo", AT, make_record_id("info"), b"software: a test\r\n", media_type="application/warc-fields"
    )
    response = write_record(
        "response", AT, make_record_id("page"), block, url="https://a.example/1", media_type=RESPONSE_TYPE,
        payload=PAGE, fields=[("WARC-IP-Address", "192.0.2.1"), ("WARC-Concurrent-To", None)],
    )  # fmt: skip
    return pack_record(info) + pack_record(response)


def test_warcio_reads_them_and_finds_their_digests_right() -> None:
    found = []
    for record in SlowIterator(io.BytesIO(make_records()), check_digests="raise"):
        found.append((record.rec_type, record.content_stream().read()))
        if record.rec_type == "response":
            assert record.http_headers.get_header("X-Twice") == "1"
            assert record.rec_headers.get_header("WARC-Concurrent-To") is None
    assert found == [("warcinfo", b"software: a test\r\n"), ("response", PAGE)]


def test_fastwarc_reads_them_and_finds_their_digests_right() -> None:
    found = [record.verify_block_digest() for record in FastIterator(io.BytesIO(make_records()), parse_http=False)]
    assert found == [True, True]
    for record in FastIterator(io.BytesIO(make_records()), parse_http=True):
        if record.is_http:
            assert record.verify_payload_digest()
            assert (record.record_date, record.reader.read()) == (AT, PAGE)


def test_the_same_record_is_the_same_bytes() -> None:
    assert make_records() == make_records()


@pytest.mark.parametrize("value", ["a\r\nWARC-Type: response", "a\nb", "a\x00b\x1b[2Jc", "\x85", "a\u2028b"])
def test_a_value_stays_on_its_line(value: str) -> None:
    record = write_record("resource", AT, "<urn:uuid:1>", b"x", url=value, fields=[("X-Note", value)])
    head = record.partition(b"\r\n\r\n")[0]
    assert len(head.split(b"\n")) == 8
    assert not set("\r\n\x00\x1b") & set(clean_value(value))


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (AT.replace(microsecond=0), "2026-03-05T12:00:00Z"),
        (datetime(2026, 3, 5, 1, 0, tzinfo=timezone(timedelta(hours=2))), "2026-03-04T23:00:00Z"),
    ],
)
def test_dates_are_utc(at: datetime, written: str) -> None:
    assert write_date(at) == written
