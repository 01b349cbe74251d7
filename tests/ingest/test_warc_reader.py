"""WARC files: what becomes a capture, what is passed over, and how far one broken record reaches."""

from __future__ import annotations

import gzip
import io
import random
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from fastwarc.warc import ArchiveIterator, WarcRecordType
from ingest_samples import PAGE, gzip_members, http_response, reasons, scan_one, warc_record

from broadsheet.ingest import origins
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader

ONE, TWO, THREE = (warc_record(number) for number in (1, 2, 3))


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("packing", ["plain", "gzip_by_member", "gzip_in_one"])
def test_every_response_is_a_capture_with_its_place(tmp_path: Path, version: str, packing: str) -> None:
    records = [warc_record(number, version=version) for number in (1, 2, 3)]
    content, name = b"".join(records), "a.warc.gz"
    if packing == "plain":
        name = "a.warc"
    elif packing == "gzip_by_member":
        content = gzip_members(*records)
    else:
        content = gzip.compress(content)
    row, captures = scan_one(tmp_path, name, content)
    assert (row.reader, row.record_count, row.problem_count) == ("warc", 3, 0)
    assert [capture.origin_offset for capture in captures] == [0, len(records[0]), len(records[0] + records[1])]
    assert [capture.captured_at.day for capture in captures] == [1, 2, 3]
    first = captures[0]
    assert first.body == PAGE
    assert first.url == "https://news.harbourpost.example.com/1"
    assert (first.http_status, first.content_type, first.declared_charset) == (200, "text/html", "UTF-8")
    assert (first.source_id, first.origin_kind, first.origin_path) == ("example.com", "warc", f"inbox/{name}")


def test_captures_agree_with_fastwarc(tmp_path: Path) -> None:
    content = gzip_members(*(warc_record(number, http_response(PAGE * number)) for number in range(1, 9)))
    _, captures = scan_one(tmp_path, "a.warc.gz", content)
    expected = [
        (record.headers["WARC-Target-URI"], record.record_date, record.http_headers.status_code, record.reader.read())
        for record in ArchiveIterator(io.BytesIO(content), record_types=WarcRecordType.response)
    ]
    assert [(item.url, item.captured_at, item.http_status, item.body) for item in captures] == expected


BROKEN = {
    "length_beyond_the_cap": (warc_record(2, length=10**12), "too_large"),
    "cut_in_its_head": (TWO[:60] + b"\r\n", "bad_warc_record"),
    "another_magic": (TWO.replace(b"WARC/1.0", b"WRAC/1.0"), "bad_warc_record"),
    "rubbish_between": (b"lorem\r\n\x00\xff\x00 ipsum\r\n\r\n", "bad_warc_record"),
    "a_line_without_end": (b"x" * 300_000 + b"\r\n", "bad_warc_record"),
    "endless_head": (
        TWO.replace(b"WARC-Date", (b"X: " + b"y" * 60 + b"\r\n") * 20_000 + b"WARC-Date"),
        "bad_warc_record",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_record_is_one_problem_and_the_rest_goes_on(tmp_path: Path, case: str) -> None:
    broken, reason = BROKEN[case]
    row, captures = scan_one(tmp_path, "a.warc", ONE + broken + THREE)
    assert [capture.captured_at.day for capture in captures] == [1, 3]
    assert (reasons(row), row.problem_count, row.problems[0].record_offset) == ([reason], 1, len(ONE))
    assert captures[1].body == PAGE


# The record before the next head is known for sure; warcio and fastwarc keep it too.
WRONG_LENGTHS = {
    "a_word": (warc_record(2, length="many"), PAGE),
    "negative": (warc_record(2, length=-1), PAGE),
    "missing": (TWO.replace(b"Content-Length", b"Content-Breadth"), PAGE),
    "too_small": (warc_record(2, length=30), PAGE),
    "a_little_too_large": (warc_record(2, length=len(http_response()) + 9), PAGE),
    "behind_the_file": (warc_record(2, length=100_000), PAGE),
    "without_line_ends": (warc_record(2, length=30)[:-4], PAGE),
    "no_line_end_and_too_large": (warc_record(2, length=5000)[:-4], PAGE),
    "cut_in_its_block": (TWO[:-60] + b"\r\n", PAGE[:-56]),
}


@pytest.mark.parametrize("case", WRONG_LENGTHS)
@pytest.mark.parametrize("packed", [False, True])
def test_a_record_of_wrong_length_ends_where_the_next_begins(tmp_path: Path, case: str, packed: bool) -> None:
    wrong, body = WRONG_LENGTHS[case]
    content = gzip_members(ONE, wrong, THREE) if packed else ONE + wrong + THREE
    row, captures = scan_one(tmp_path, "a.warc", content)
    assert [capture.captured_at.day for capture in captures] == [1, 2, 3]
    assert (reasons(row), row.problem_count, row.problems[0].record_offset) == (["wrong_length"], 0, len(ONE))
    assert [capture.body for capture in captures] == [PAGE, body, PAGE]


def test_all_that_follows_one_wrong_length_is_read_although_no_record_ends_its_last_line(tmp_path: Path) -> None:
    records = [warc_record(number)[:-4] for number in range(1, 10)]
    row, captures = scan_one(tmp_path, "a.warc", warc_record(1, length=20)[:-4] + b"".join(records))
    assert (len(captures), reasons(row)) == (10, ["wrong_length"])


@pytest.mark.parametrize("size", [CHUNK_BYTES - 300 + step for step in range(0, 400, 7)])
def test_a_head_over_the_seam_of_two_pieces_is_found(tmp_path: Path, size: int) -> None:
    noise = random.Random(size).randbytes(size)
    _, captures = scan_one(tmp_path, "a.warc", warc_record(1, http_response(noise), length=10) + TWO)
    assert [len(capture.body) for capture in captures] == [size, len(PAGE)]


@pytest.mark.parametrize("version", ["0.17", "0.18", "1.0", "1.1"])
@pytest.mark.parametrize("end", [b"\r\r\n", b"\n", b"\r\n"])
def test_old_versions_and_translated_line_ends_are_read(tmp_path: Path, version: str, end: bytes) -> None:
    records = [warc_record(number, version=version) for number in (1, 2, 3)] + [warc_record(4, b"", kind="warcinfo")]
    content = b"".join(record.replace(b"\r\n", end) for record in records)
    row, captures = scan_one(tmp_path, "a.warc", content)
    assert [capture.body for capture in captures] == [PAGE] * 3
    assert set(reasons(row)) <= {"wrong_length"}


def _spoil(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 0x55]) + packed[middle + 1 :]


@pytest.mark.parametrize(
    ("case", "member"),
    [
        ("spoilt", _spoil(gzip_members(TWO))),
        ("cut", gzip_members(TWO)[:-30]),
        ("no_gzip", b"these bytes were never packed"),
        ("only_its_head", gzip_members(TWO)[:12]),
    ],
)
def test_a_broken_gzip_member_loses_only_itself(tmp_path: Path, case: str, member: bytes) -> None:
    row, captures = scan_one(tmp_path, "a.warc.gz", gzip_members(ONE) + member + gzip_members(THREE))
    assert [capture.captured_at.day for capture in captures] == [1, 3]
    assert reasons(row) == ["bad_gzip"]


@pytest.mark.parametrize("damage", [b"", b"\0\0\0", b"XXX"])
def test_a_broken_first_member_does_not_hide_that_the_file_is_packed(tmp_path: Path, damage: bytes) -> None:
    content = damage + gzip_members(ONE)[3:] + gzip_members(TWO, THREE)
    row, captures = scan_one(tmp_path, "a.warc.gz", content)
    assert ([capture.captured_at.day for capture in captures], reasons(row)) == ([2, 3], ["bad_gzip"])


def test_a_large_broken_member_is_searched_through(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(400_000)
    large = gzip_members(warc_record(2, http_response(noise)))
    row, captures = scan_one(tmp_path, "a.warc.gz", gzip_members(ONE) + large[:-200_000] + gzip_members(THREE))
    assert [capture.captured_at.day for capture in captures] == [1, 3]
    assert reasons(row) == ["truncated_gzip"]  # the stored bytes of the cut member seem to go on to the end
    followed = gzip_members(ONE) + large[:-200_000] + gzip_members(THREE) * 1000
    row, captures = scan_one(tmp_path, "a.warc.gz", followed)
    assert (len(captures), reasons(row)) == (1001, ["bad_gzip"])


def test_a_member_that_begins_before_the_damage_is_noticed_is_found(tmp_path: Path) -> None:
    noise = random.Random(2).randbytes(CHUNK_BYTES)
    cut = gzip_members(warc_record(2, http_response(noise)))[: CHUNK_BYTES - 22_000]
    first = warc_record(1, http_response(random.Random(3).randbytes(20_000)))
    padding = b"\0" * (CHUNK_BYTES - 300 - len(gzip_members(first)) - len(cut))  # the cut ends 300 bytes before a chunk
    content = gzip_members(first) + padding + cut + gzip_members(THREE) * 1000
    row, captures = scan_one(tmp_path, "a.warc.gz", content)
    assert (len(captures), reasons(row)) == (1001, ["bad_gzip"])


def test_the_search_in_a_hopeless_gzip_file_is_given_up(tmp_path: Path) -> None:
    row, captures = scan_one(tmp_path, "a.warc.gz", gzip_members(ONE)[:10] * 5000)
    assert (len(captures), 900 < row.problem_count < 1100) == (0, True)


@pytest.mark.parametrize("cut", [1, 9, 60, 150, 220])
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_cut_short_keeps_the_whole_records(tmp_path: Path, cut: int, packed: bool) -> None:
    content = gzip_members(ONE, TWO)[: -min(cut, 200)] if packed else (ONE + TWO)[: -(cut + 4)]
    row, captures = scan_one(tmp_path, "a.warc.gz" if packed else "a.warc", content)
    assert captures[0].captured_at.day == 1
    # The last bytes of a member are its checksum: the record before them may have come whole.
    assert len(captures) + row.problem_count >= 2
    assert reasons(row) == ["truncated_gzip" if packed else "truncated_warc_record"]


def test_padding_and_forgotten_line_ends_are_no_problem(tmp_path: Path) -> None:
    content = ONE[:-4] + TWO[:-2] + THREE + b"\r\n\r\n\r\n"
    row, _ = scan_one(tmp_path, "a.warc", content)
    assert (row.record_count, row.problem_count) == (3, 0)
    packed = gzip_members(ONE) + b"\0" * 100_000 + gzip_members(TWO) + b"\0" * 512
    row, _ = scan_one(tmp_path, "a.warc", packed)  # packed, whatever its name says
    assert (row.record_count, row.problem_count) == (2, 0)


KINDS = {
    "response": (1, []),
    "resource": (1, []),
    "RESPONSE": (1, []),
    "revisit": (0, ["revisit"]),
    "conversion": (0, ["unsupported_warc_record"]),
    "continuation": (0, ["unsupported_warc_record"]),
    "warcinfo": (0, []),
    "request": (0, []),
    "metadata": (0, []),
}


@pytest.mark.parametrize("kind", KINDS)
def test_record_types(tmp_path: Path, kind: str) -> None:
    row, captures = scan_one(tmp_path, "a.warc", warc_record(1, kind=kind) + warc_record(2))
    count, problems = KINDS[kind]
    assert (len(captures), reasons(row)) == (count + 1, problems)


def test_a_resource_keeps_its_block_and_type(tmp_path: Path) -> None:
    record = warc_record(1, PAGE, kind="resource", media="Text/HTML; charset=latin-1", url="<https://a.example.com/x>")
    _, (capture,) = scan_one(tmp_path, "a.warc", record)
    assert (capture.body, capture.content_type, capture.declared_charset) == (PAGE, "text/html", "latin-1")
    assert (capture.url, capture.http_status) == ("https://a.example.com/x", None)


@pytest.mark.parametrize("url", ["dns:example.com", "metadata://tool/log.txt", "urn:thumbnail:https://example.com/"])
def test_bookkeeping_of_crawlers_is_passed_over(tmp_path: Path, url: str) -> None:
    row, captures = scan_one(tmp_path, "a.warc", warc_record(1, PAGE, kind="resource", url=url) + TWO)
    assert (len(captures), row.problem_count) == (1, 0)


def _pack(writer: type, body: bytes) -> bytes:
    stream = io.BytesIO()
    packer = writer(stream)
    packer.write(body)
    packer.close()
    return stream.getvalue()


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


GZIPPED = gzip.compress(PAGE)
CHUNKED = b"5;x=y\r\n" + PAGE[:5] + b"\r\n" + f"{len(PAGE) - 5:X}\r\n".encode() + PAGE[5:] + b"\r\n0\r\n\r\n"
CODINGS = {
    "gzip": (GZIPPED, ["Content-Encoding: gzip"], PAGE, []),
    "x_gzip_in_capitals": (GZIPPED, ["Content-Encoding: X-GZIP"], PAGE, []),
    "deflate": (zlib.compress(PAGE), ["Content-Encoding: deflate"], PAGE, []),
    "bare_deflate": (_raw_deflate(PAGE), ["Content-Encoding: deflate"], PAGE, []),
    "brotli": (_pack(BrotliWriter, PAGE), ["Content-Encoding: br"], PAGE, []),
    "zstd": (_pack(ZstdWriter, PAGE), ["Content-Encoding: zstd"], PAGE, []),
    "twice": (gzip.compress(zlib.compress(PAGE)), ["Content-Encoding: deflate, gzip"], PAGE, []),
    "identity": (PAGE, ["Content-Encoding: identity"], PAGE, []),
    "chunked": (CHUNKED, ["Transfer-Encoding: chunked"], PAGE, []),
    "chunked_gzip": (
        f"{len(GZIPPED):x}\r\n".encode() + GZIPPED + b"\r\n0\r\n\r\n",
        ["Transfer-Encoding: chunked", "Content-Encoding: gzip"],
        PAGE,
        [],
    ),
    "says_gzip_but_is_decoded": (PAGE, ["Content-Encoding: gzip"], PAGE, ["undecoded_body"]),
    "says_brotli_but_is_decoded": (PAGE, ["Content-Encoding: br"], PAGE, ["undecoded_body"]),
    "says_chunked_but_is_joined": (PAGE, ["Transfer-Encoding: chunked"], PAGE, ["undecoded_body"]),
    "unknown_coding": (PAGE, ["Content-Encoding: aes128gcm"], PAGE, ["undecoded_body"]),
    "chunks_cut": (CHUNKED[:40], ["Transfer-Encoding: chunked"], PAGE[:27], ["cut_body"]),
    "empty": (b"", ["Content-Encoding: gzip", "Transfer-Encoding: chunked"], b"", []),
}


@pytest.mark.parametrize("case", CODINGS)
def test_codings_are_undone_and_lies_kept_as_received(tmp_path: Path, case: str) -> None:
    sent, headers, expected, notes = CODINGS[case]
    row, (capture,) = scan_one(tmp_path, "a.warc", warc_record(1, http_response(sent, *headers)))
    assert (capture.body, reasons(row), row.problem_count) == (expected, notes, 0)


def test_gzip_body_that_ends_early_keeps_what_came(tmp_path: Path) -> None:
    text = "".join(f"{number:06d}" for number in range(40_000)).encode()
    sent = gzip.compress(text)[:-5000]
    row, (capture,) = scan_one(tmp_path, "a.warc", warc_record(1, http_response(sent, "Content-Encoding: gzip")))
    assert reasons(row) == ["cut_body"]
    assert 1000 < len(capture.body) < len(text)
    assert text.startswith(capture.body)


def test_a_body_that_unpacks_beyond_the_cap_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.ingest.content_codings.MAX_RECORD_BYTES", 1000)
    bomb = http_response(gzip.compress(b"0" * 100_000), "Content-Encoding: gzip")
    row, captures = scan_one(tmp_path, "a.warc", warc_record(1, bomb) + TWO)
    assert (len(captures), reasons(row)) == (1, ["too_large"])
    assert origins.MAX_RECORD_BYTES > 1000


HEADS = {
    "no_reason_phrase": (b"HTTP/1.1 404\r\nContent-Type: text/html\r\n\r\nx", 404, b"x", []),
    "http_2": (b"HTTP/2 200\r\n\r\nx", 200, b"x", []),
    "bare_line_feeds": (b"HTTP/1.0 200 OK\nA: b\n\nx\n\ny", 200, b"x\n\ny", []),
    "no_body": (b"HTTP/1.1 204 No Content\r\nA: b\r\n\r\n", 204, b"", []),
    "head_without_end": (b"HTTP/1.1 200 OK\r\nA: b", 200, b"", []),
    "no_head": (b"<html>x", None, b"<html>x", ["no_http_head"]),
    "status_is_a_word": (b"HTTP/1.1 fine\r\n\r\nx", None, b"HTTP/1.1 fine\r\n\r\nx", ["no_http_head"]),
    "empty_block": (b"", None, b"", ["no_http_head"]),
}


@pytest.mark.parametrize("case", HEADS)
def test_http_heads(tmp_path: Path, case: str) -> None:
    block, status, body, notes = HEADS[case]
    row, (capture,) = scan_one(tmp_path, "a.warc", warc_record(1, block))
    assert (capture.http_status, capture.body, reasons(row)) == (status, body, notes)


def test_headers_are_kept_in_order_folded_and_whatever_their_bytes(tmp_path: Path) -> None:
    lines = [b"HTTP/1.1 200 OK", b"Set-Cookie: a", b"no colon here", b"X-Long: one", b"  two", b"X-Old: caf\xe9"]
    block = b"\r\n".join([*lines, b"Set-Cookie: b", b"", b"x"])
    _, (capture,) = scan_one(tmp_path, "a.warc", warc_record(1, block))
    expected = (("Set-Cookie", "a"), ("X-Long", "one two"), ("X-Old", "café"), ("Set-Cookie", "b"))
    assert capture.http_headers == expected


DATES = {
    "2024-05-06T07:08:09Z": (datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC), []),
    "2024-05-06T07:08:09.123456789Z": (datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC), []),
    "2024-05": (datetime(2024, 5, 1, tzinfo=UTC), []),
    "last week": (datetime(2024, 3, 9, 23, 59, 59, 250000, tzinfo=UTC), ["bad_captured_at"]),
}


@pytest.mark.parametrize("written", DATES)
def test_warc_dates(tmp_path: Path, written: str) -> None:
    row, (capture,) = scan_one(tmp_path, "a.warc", warc_record(1, at=written))
    assert (capture.captured_at, reasons(row)) == DATES[written]


def test_a_record_truncated_by_its_writer_is_noted(tmp_path: Path) -> None:
    row, captures = scan_one(tmp_path, "a.warc", warc_record(1, extra=["WARC-Truncated: length"]))
    assert (len(captures), reasons(row)) == (1, ["cut_body"])


def test_false_lengths_take_no_quadratic_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.ingest.warc._MAX_RESCANNED_BYTES", 1_000_000)
    false = warc_record(1, b"x", length=300_000)
    row, _ = scan_one(tmp_path, "a.warc", false * 4000)
    assert 0 < row.problem_count < 100


def test_what_opens_something_is_not_taken_over(tmp_path: Path) -> None:
    headers = (
        "Content-Type: text/html",
        "Set-Cookie: id=s3cret; Path=/",
        "Authorization: Basic s3cret",
        "ETag: s3cret",
    )
    record = warc_record(1, http_response(PAGE, *headers), url="https://me:s3cret@post.example/1?a=@b")
    _, (capture,) = scan_one(tmp_path, "a.warc", record)
    assert capture.url == "https://post.example/1?a=@b"
    told = dict(capture.http_headers)
    assert (told["Set-Cookie"], told["Authorization"], told["ETag"]) == ("id=***; Path=/", "***", "s3cret")


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r\r\n"])
def test_empty_lines_between_records_are_skipped_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: bytes
) -> None:
    read: list[int] = []
    read_line = ByteReader.read_line
    monkeypatch.setattr(ByteReader, "read_line", lambda self, limit: read.append(limit) or read_line(self, limit))
    empty = ends * (3 * CHUNK_BYTES)
    row, captures = scan_one(tmp_path, "a.warc", ONE + empty + TWO + empty)
    assert (row.record_count, row.problem_count) == (2, 0)
    assert [capture.origin_offset for capture in captures] == [0, len(ONE + empty)]
    assert len(read) < 100
