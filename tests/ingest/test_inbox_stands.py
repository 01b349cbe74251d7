"""Whatever lies in an inbox, it costs its own file at most: bombs, floods, faults of readers, files that change."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter, Lz4Writer, ZstdWriter
from ingest_samples import PAGE, gzip_members, http_response, inbox, reasons, scan_one, warc_record, write_file

from broadsheet.ingest import index as index_module
from broadsheet.ingest import reading
from broadsheet.ingest.content_codings import MAX_CODINGS, decode_body
from broadsheet.ingest.http_messages import parse_headers
from broadsheet.ingest.inbox_rows import index_frame
from broadsheet.ingest.index import update_index
from broadsheet.ingest.origins import Draft
from broadsheet.ingest.problems import LOST_REASONS, NOTE_REASONS
from broadsheet.ingest.streams import RawSource

GOOD = b'{"text":"the lock is open","captured_at":"2024-05-06"}\n'
MEGABYTE = 1 << 20


def pack(writer: type, *pieces: bytes) -> bytes:
    stream = io.BytesIO()
    packer = writer(stream)
    for piece in pieces:
        packer.write(piece)
    packer.close()
    return stream.getvalue()


def zeros(megabytes: int) -> bytes:
    """A gzip member of zeros, made without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()


def scan(folder: Path, **files: bytes) -> dict[str, list[str]]:
    """Reasons of the problems by file name (dots are written __)."""
    for name, content in files.items():
        write_file(folder, name.replace("__", "."), content)
    index = update_index(inbox(folder))
    assert index_frame(index).height == len(index)
    assert all(reason in LOST_REASONS | NOTE_REASONS for row in index for reason in reasons(row))
    return {row.path: reasons(row) for row in index}


@pytest.fixture
def traced() -> Iterator[None]:
    """Python counts its memory while the test runs."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


def test_a_fault_of_a_reader_is_a_row_of_its_file_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Iterator[None]:
        yield from ()
        raise KeyError("nobody foresaw this")

    monkeypatch.setattr(reading, "read_mhtml", fail)
    told = scan(tmp_path, a__mhtml=b"x", b__jsonl=GOOD)
    assert told == {"a.mhtml": ["reader_failed"], "b.jsonl": []}


NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(3000)
)
HOSTILE_MAIL = {
    "nested 3000 deep": NESTED,
    "a NUL in a parameter": b"Content-Type: text/html; charset*=utf-8'\x00'a\x00b\r\nDate: \x00\r\n\r\n<p>x",
    "a parameter of nothing but quotes": b"Content-Type: text/html" + b';a="' * 60_000 + b"\r\n\r\n<p>x",
    "100,000 parts": b"Content-Type: multipart/related; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000,
    "a head without end": b"From: <Saved by Blink>\r\n" + b"X: y\r\n" * 80_000,
    "one folded header": b"Subject: a\r\n" + b" b\r\n" * 200_000 + b"\r\n<p>x",
    "boundary of special characters": b'Content-Type: multipart/related; boundary="(.*)+["\r\n\r\n--(.*)+[\r\n\r\nx',
    "base64 of rubbish": b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n=\xff\x00====a",
}


@pytest.mark.parametrize("case", HOSTILE_MAIL)
def test_hostile_mail_ends_soon_and_costs_only_itself(tmp_path: Path, case: str) -> None:
    told = scan(tmp_path, a__mhtml=HOSTILE_MAIL[case], b__html=PAGE)
    assert "reader_failed" not in told["a.mhtml"]
    assert told["b.html"] == []


def test_bombs_end_at_the_ratio(tmp_path: Path) -> None:
    told = scan(
        tmp_path,
        lines__jsonl__gz=gzip_members(GOOD) + zeros(18),
        page__html__gz=zeros(18),
        page__html__zst=pack(ZstdWriter, *[bytes(MEGABYTE)] * 18),
        page__txt__lz4=pack(Lz4Writer, *[bytes(MEGABYTE)] * 18),
        crawl__warc__zst=pack(ZstdWriter, *[bytes(MEGABYTE)] * 18),
    )
    assert told.pop("page.txt.lz4") in (["unpacks_too_far"], ["too_large"], [])  # LZ4 packs to 1/255 at best
    assert set(map(tuple, told.values())) == {("unpacks_too_far",)}


def test_what_stands_before_a_bomb_is_kept(tmp_path: Path) -> None:
    row, captures = scan_one(tmp_path, "a.jsonl.gz", gzip_members(GOOD) + zeros(18))
    assert (len(captures), reasons(row)) == (1, ["unpacks_too_far"])


def test_a_dictionary_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = pack(ZstdWriter, *[bytes(MEGABYTE)] * 40)
    frame = b"\x5d\x2a\x4d\x18" + len(bomb).to_bytes(4, "little") + bomb
    told = scan(tmp_path, a__warc__zst=frame + pack(ZstdWriter, warc_record(1)), b__warc__zst=b"\x5d\x2a\x4d\x18\xff")
    assert told == {"a.warc.zst": ["unpacks_too_far"], "b.warc.zst": ["bad_zstd"]}


CODINGS = {
    "gzip": (zeros(3), "gzip"),
    "gzip of gzip": (gzip.compress(zeros(3)), "gzip, gzip"),
    "brotli": (pack(BrotliWriter, *[bytes(MEGABYTE)] * 3), "br"),
    "zstd": (pack(ZstdWriter, *[bytes(MEGABYTE)] * 3), "zstd"),
    "deflate": (zlib.compress(bytes(3 * MEGABYTE)), "deflate"),
}


@pytest.mark.parametrize("case", CODINGS)
def test_a_body_that_is_a_bomb_is_a_problem_and_the_next_record_is_read(tmp_path: Path, case: str) -> None:
    body, coding = CODINGS[case]
    bomb = warc_record(1, http_response(body, f"Content-Encoding: {coding}"))
    row, captures = scan_one(tmp_path, "a.warc", bomb + warc_record(2))
    assert ([capture.body for capture in captures], reasons(row)) == ([PAGE], ["unpacks_too_far"])


def test_a_chain_of_codings_has_an_end() -> None:
    draft = Draft(b"")
    assert decode_body(b"x", [", ".join(["gzip"] * (MAX_CODINGS + 1))], draft) == b"x"
    assert decode_body(b"x", ["gzip," * 1_000_000], draft) == b"x"
    assert [note.reason for note in draft.notes] == ["undecoded_body"] * 2


@pytest.mark.usefixtures("traced")
def test_bombs_in_records_take_little_memory(tmp_path: Path) -> None:
    one = warc_record(1, http_response(zeros(30), "Content-Encoding: gzip"))
    write_file(tmp_path, "a.warc", one * 12)
    (row,) = update_index(inbox(tmp_path))
    assert (row.record_count, row.problem_count) == (0, 12)
    assert tracemalloc.get_traced_memory()[1] < 80 * MEGABYTE


def test_folded_headers_take_no_quadratic_time() -> None:
    ((name, value),) = parse_headers([b"X: a\r\n", *[b" b\r\n"] * 300_000])
    assert (name, value[:5], len(value)) == ("X", "a b b", 600_001)


def test_a_flood_of_broken_lines_is_capped_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_LOST_IN_A_ROW", 3000)
    row, captures = scan_one(tmp_path, "a.jsonl.gz", gzip_members(GOOD, b"x\n" * 100_000, GOOD))
    assert (len(captures), row.problem_count, len(row.problems)) == (1, 3001, 100)
    assert reasons(row)[-2:] == ["bad_json", "given_up"]
    row, captures = scan_one(tmp_path, "b.jsonl", (GOOD + b"x\n" * 2999) * 3)
    assert (len(captures), row.problem_count) == (3, 3 * 2999)


def test_a_file_that_grows_while_it_is_read_ends_where_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_file(tmp_path, "a.jsonl", GOOD)
    true_open = index_module.open_raw

    def open_and_grow(file: Path) -> RawSource:
        raw = true_open(file)
        with path.open("ab") as more:
            more.write(GOOD * 3)
        return raw

    monkeypatch.setattr(index_module, "open_raw", open_and_grow)
    (row,) = update_index(inbox(tmp_path))
    assert (row.record_count, row.file_bytes) == (1, len(GOOD))
    monkeypatch.undo()
    (row,) = update_index(inbox(tmp_path), (row,))
    assert row.record_count == 4


SNIFFED = {
    "story.php": (PAGE, 1, []),
    "index.php?id=3": (b"<!DOCTYPE html>" + PAGE, 1, []),
    "the-lock-is-open": (b"\xef\xbb\xbf \n<!-- x --><html><p>y", 1, []),
    "news.2024": (PAGE, 1, []),
    "packed": (gzip.compress(PAGE), 1, []),
    "crawl": (warc_record(1), 1, []),
    "saved": (b"From: <Saved by Blink>\r\nContent-Type: text/html\r\n\r\n" + PAGE, 1, ["no_captured_at"]),
    "lines": (GOOD * 2, 2, []),
    "source.php": (b"<?php echo 1; ?>", 0, ["unknown_kind"]),
    "README": (b"words without marks", 0, ["unknown_kind"]),
    "nothing": (b"", 0, ["empty_file"]),
    "picture.jpg": (PAGE, 0, ["unknown_kind"]),
}


@pytest.mark.parametrize("name", SNIFFED)
def test_files_whose_names_say_nothing_are_told_by_their_bytes(tmp_path: Path, name: str) -> None:
    content, count, wanted = SNIFFED[name]
    row, captures = scan_one(tmp_path, name, content)
    assert (len(captures), reasons(row)) == (count, wanted)


def test_several_objects_of_a_line_are_documents_with_places_of_their_own(tmp_path: Path) -> None:
    first = json.dumps({"text": "é\t1", "captured_at": "2024-05-06"}, ensure_ascii=False).encode()
    raw_tab = b'{"text":"a\tb","captured_at":"Mon, 06 May 2024 10:00:00 GMT"}'
    row, captures = scan_one(tmp_path, "a.jsonl", first + b" " + first + b"," + raw_tab + b" rest\n" + GOOD)
    places = [0, len(first) + 1, 2 * len(first) + 2, 2 * len(first) + len(raw_tab) + 8]
    assert [capture.origin_offset for capture in captures] == places
    assert [capture.body.decode() for capture in captures] == ["é\t1", "é\t1", "a\tb", "the lock is open"]
    assert captures[2].captured_at.isoformat() == "2024-05-06T10:00:00+00:00"
    assert (reasons(row), len({capture.capture_id for capture in captures})) == (["bad_json"], 4)


@pytest.mark.parametrize("name", ["2024-03-01/page.html", "a/2024-03-01/b/page.txt", "2024-03-01/x.mhtml"])
def test_a_loose_file_in_a_folder_of_a_day_is_of_that_day(tmp_path: Path, name: str) -> None:
    content = b"Content-Type: text/html\r\n\r\n" + PAGE if name.endswith("mhtml") else PAGE
    write_file(tmp_path, name, content)
    write_file(tmp_path, "2024-02-31/page.html", PAGE)
    index = {row.path: row for row in update_index(inbox(tmp_path))}
    (day,) = index[name].days
    assert (day.captured_on.isoformat(), reasons(index[name])) == ("2024-03-01", ["day_of_folder"])
    assert not index[name].uses_file_time
    assert index["2024-02-31/page.html"].days[0].captured_on.isoformat() == "2024-03-09"
