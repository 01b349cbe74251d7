"""WARC files of exchanges: read back by our reader, warcio and fastwarc, and put right after a kill."""

from __future__ import annotations

import errno
import gzip
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from broadsheet.errors import SourceError
from broadsheet.fetch import warc_writer
from broadsheet.fetch.exchange import Exchange, Hop
from broadsheet.fetch.warc_exchange import RefersTo
from broadsheet.fetch.warc_recovery import find_whole_end, recover
from broadsheet.fetch.warc_writer import WarcPlace, WarcWriter
from broadsheet.ingest.days import read_day
from broadsheet.ingest.index import list_days, update_index
from broadsheet.ingest.sources import Source
from broadsheet.ingest.warc_metadata import CaptureMetadata, read_metadata
from broadsheet.records import Capture

AT = datetime(2026, 3, 1, 10, 30, 0, 250000, tzinfo=UTC)
PAGE = "<html><body><p>Der Fährbetrieb ruht seit Dienstag.</p></body></html>".encode()
REQUEST = (("Host", "news.example"), ("User-Agent", "Test/1"))


def make_hop(number: int = 0, body: bytes = PAGE, *, at: datetime = AT, **changes: object) -> Hop:
    values: dict[str, object] = {
        "url": f"https://news.example/{number}?q",
        "started_at": at,
        "seconds": 0.1,
        "address": "93.184.216.34",
        "status": 200,
        "reason": "OK",
        "request_headers": REQUEST,
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))),
        "body": body,
    }
    return Hop(**{**values, **changes})  # type: ignore[arg-type]


def make_exchange(*hops: Hop, outcome: str = "fetched") -> Exchange:
    return Exchange(hops[0].url, outcome, "", hops, hops[-1].body)


def write_one(folder: Path, exchange: Exchange, metadata: CaptureMetadata | None = None) -> tuple[Path, WarcPlace]:
    with WarcWriter(folder, now=lambda: AT) as writer:
        place = writer.write(exchange, metadata)
    assert place is not None
    return folder / place.file, place


def read_captures(folder: Path) -> list[Capture]:
    sources = (Source("fetched", folder, kind="warc"),)
    index = update_index(sources)
    assert [problem.reason for row in index for problem in row.problems] == []
    return [capture for day in list_days(index) for capture in read_day(day, index, sources)]


def read_types(path: Path) -> list[str]:
    with path.open("rb") as stream:
        return [record.rec_type for record in ArchiveIterator(stream)]


def assert_digests_hold(path: Path) -> None:
    """By warcio and by fastwarc."""

    class Options:
        inputs = (str(path),)
        verbose = True
        log_file = None

    checker = Checker(Options())
    checker.process_all()
    assert checker.exit_value == 0
    with path.open("rb") as stream:
        for record in FastIterator(stream, parse_http=False):
            assert record.verify_block_digest(), record.headers


def test_an_exchange_reads_back_as_it_was(tmp_path: Path) -> None:
    exchange = make_exchange(make_hop(1))
    path, place = write_one(tmp_path, exchange)
    assert read_types(path) == ["warcinfo", "request", "response"]
    assert_digests_hold(path)
    (capture,) = read_captures(tmp_path)
    assert (capture.body, capture.url, capture.http_status) == (PAGE, exchange.url, 200)
    assert capture.captured_at == AT
    member = gzip.decompress(path.read_bytes()[place.offset : place.end])
    assert member.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")
    assert place.end == path.stat().st_size


def test_every_redirect_is_a_request_and_a_response(tmp_path: Path) -> None:
    first = make_hop(1, b"", status=301, headers=(("Location", "/2"),))
    path, _ = write_one(tmp_path, make_exchange(first, make_hop(2)))
    assert read_types(path) == ["warcinfo", "request", "response", "request", "response"]
    assert_digests_hold(path)
    with path.open("rb") as stream:
        records = {record.rec_headers["WARC-Record-ID"]: record.rec_headers for record in ArchiveIterator(stream)}
    requests = [headers for headers in records.values() if headers["WARC-Type"] == "request"]
    for headers in requests:
        response = records[headers["WARC-Concurrent-To"]]
        assert response["WARC-Target-URI"] == headers["WARC-Target-URI"]
        assert response["WARC-IP-Address"] == "93.184.216.34"


def test_the_message_keeps_its_form_but_for_what_is_no_longer_true_and_for_cookies(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE, mtime=0)
    headers = (
        ("x-Odd-CASE", "ü".encode().decode("latin-1")),
        ("Set-Cookie", "a=1; Path=/"),
        ("Set-Cookie", "b=2"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "7"),
    )
    path, place = write_one(tmp_path, make_exchange(make_hop(1, packed, headers=headers, reason="")))
    block = gzip.decompress(path.read_bytes()[place.offset : place.end]).split(b"\r\n\r\n", 1)[1]
    head, body = block.removesuffix(b"\r\n\r\n").split(b"\r\n\r\n", 1)
    assert body == packed
    assert head.split(b"\r\n") == [
        b"HTTP/1.1 200",
        "x-Odd-CASE: ü".encode(),
        b"Set-Cookie: a=***; Path=/",
        b"Set-Cookie: b=***",
        b"Content-Encoding: gzip",
        b"X-Crawl-Transfer-Encoding: chunked",
        b"X-Crawl-Content-Length: 7",
        f"Content-Length: {len(packed)}".encode(),
    ]
    assert read_captures(tmp_path)[0].body == PAGE


def test_metadata_stands_in_the_last_response(tmp_path: Path) -> None:
    metadata = CaptureMetadata(source_id="coast", listed_title="Fähre", listed_published_at=AT, robots_rule="allow: /")
    first = make_hop(1, b"", status=302, headers=(("Location", "/2"),))
    path, _ = write_one(tmp_path, make_exchange(first, make_hop(2)), metadata)
    with path.open("rb") as stream:
        fields = [record.rec_headers["WARC-JSON-Metadata"] for record in ArchiveIterator(stream)]
    assert fields[:-1] == [None] * 4
    assert read_metadata(fields[-1]) == metadata


def test_304_is_a_revisit_of_what_it_stands_for(tmp_path: Path) -> None:
    hop = make_hop(1, b"", status=304, headers=(("ETag", '"7"'),))
    refers_to = RefersTo("https://news.example/1?q", AT - timedelta(days=1), "sha1:" + "A" * 32)
    with WarcWriter(tmp_path) as writer:
        place = writer.write(make_exchange(hop, outcome="not_modified"), refers_to=refers_to)
    assert place is not None
    path = tmp_path / place.file
    with path.open("rb") as stream:
        revisit = list(ArchiveIterator(stream))[-1].rec_headers
    assert revisit["WARC-Type"] == "revisit"
    assert revisit["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert revisit["WARC-Refers-To-Date"] == "2026-02-28T10:30:00.250000Z"
    assert revisit["WARC-Payload-Digest"] == refers_to.payload_digest


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("body_too_large", "length"),
        ("timed_out", "time"),
        ("protocol_error", "disconnect"),
        ("tls_failed", "unspecified"),
    ],
)
def test_a_body_that_was_cut_says_so(tmp_path: Path, outcome: str, reason: str) -> None:
    path, _ = write_one(tmp_path, make_exchange(make_hop(1, is_body_cut=True), outcome=outcome))
    with path.open("rb") as stream:
        response = list(ArchiveIterator(stream))[-1].rec_headers
    assert response["WARC-Truncated"] == reason


def test_an_exchange_without_a_response_is_no_record(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as writer:
        assert writer.write(make_exchange(make_hop(1, b"", status=None), outcome="timed_out")) is None
        assert writer.write(Exchange("mailto:x", "bad_url", "", ())) is None
    assert list(tmp_path.iterdir()) == []


def test_a_day_and_a_full_file_begin_a_new_file(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, max_bytes=10_000, now=lambda: AT) as writer:
        for number in range(6):
            writer.write(make_exchange(make_hop(number, os.urandom(4000))))
        writer.write(make_exchange(make_hop(9, at=AT + timedelta(days=1))))
        names = sorted(path.name for path in tmp_path.iterdir())
        assert len([name for name in names if name.endswith(".open")]) == 1
    paths = sorted(tmp_path.iterdir())
    assert [path.name.split("-")[1] for path in paths] == ["20260301"] * 3 + ["20260302"]
    assert all(path.name.endswith(".warc.gz") and read_types(path)[0] == "warcinfo" for path in paths)
    assert len(read_captures(tmp_path)) == 7


def test_an_open_file_is_passed_over_by_readers(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as writer:
        writer.write(make_exchange(make_hop(1)))
        assert read_captures(tmp_path) == []
    assert len(read_captures(tmp_path)) == 1


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.write
    with WarcWriter(tmp_path) as writer:
        writer.write(make_exchange(make_hop(1)))

        def write_half(descriptor: int, content: bytes) -> int:
            if len(content) < 300:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real_write(descriptor, content[:300])

        monkeypatch.setattr(warc_writer.os, "write", write_half)
        with pytest.raises(SourceError, match="No space left"):
            writer.write(make_exchange(make_hop(2)))
        monkeypatch.setattr(warc_writer.os, "write", real_write)
        writer.write(make_exchange(make_hop(3)))
    assert {capture.url for capture in read_captures(tmp_path)} == {f"https://news.example/{n}?q" for n in (1, 3)}


def test_a_disk_that_fails_to_sync_begins_a_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with WarcWriter(tmp_path) as writer:
        first = writer.write(make_exchange(make_hop(1)))
        with monkeypatch.context() as patch, pytest.raises(SourceError, match="Input/output"):
            patch.setattr(warc_writer.os, "fsync", fail)
            writer.write(make_exchange(make_hop(2)))
        third = writer.write(make_exchange(make_hop(3)))
        assert first is not None and third is not None
        assert first.file != third.file
    recover(tmp_path, {first.file: first.end, third.file: third.end})
    assert sorted(capture.url or "" for capture in read_captures(tmp_path)) == [
        f"https://news.example/{number}?q" for number in (1, 3)
    ]


def test_threads_share_a_writer(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, max_bytes=20_000) as writer, ThreadPoolExecutor(8) as pool:
        places = list(pool.map(lambda number: writer.write(make_exchange(make_hop(number))), range(200)))
    for number, place in enumerate(places):
        assert place is not None
        member = gzip.decompress((tmp_path / place.file).read_bytes()[place.offset : place.end])
        assert f"WARC-Target-URI: https://news.example/{number}?q\r\n".encode() in member
    assert len(read_captures(tmp_path)) == 200


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[tuple[Path, list[WarcPlace]]]:
    """An open file of three exchanges as a kill leaves it, and their places."""
    writer = WarcWriter(tmp_path)
    places = [writer.write(make_exchange(make_hop(number))) for number in range(3)]
    (path,) = tmp_path.glob("*.open")
    content = path.read_bytes()
    writer.finish()
    (finished,) = tmp_path.iterdir()
    finished.unlink()
    path.write_bytes(content)
    yield path, [place for place in places if place]


@pytest.mark.parametrize("known", [1, 2, 3])
@pytest.mark.parametrize("tail", [b"", b"\x1f\x8b\x08\0half a member", os.urandom(500)])
def test_what_was_noted_is_kept_and_the_rest_is_cut(
    tmp_path: Path, killed: tuple[Path, list[WarcPlace]], known: int, tail: bytes
) -> None:
    path, places = killed
    path.write_bytes(path.read_bytes() + tail)
    size = path.stat().st_size
    (recovered,) = recover(tmp_path, {places[0].file: places[known - 1].end})
    assert (recovered.file, recovered.kept_bytes) == (places[0].file, places[known - 1].end)
    assert recovered.dropped_bytes == size - places[known - 1].end
    assert [file.name for file in tmp_path.iterdir()] == [places[0].file]
    assert len(read_captures(tmp_path)) == known
    assert recover(tmp_path, {places[0].file: places[known - 1].end}) == []


def test_a_file_of_which_nothing_was_noted_goes(tmp_path: Path, killed: tuple[Path, list[WarcPlace]]) -> None:
    (recovered,) = recover(tmp_path, {})
    assert recovered.kept_bytes == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lost", [1, 30, 400])
def test_a_file_that_lost_noted_bytes_ends_with_its_last_whole_record(
    tmp_path: Path, killed: tuple[Path, list[WarcPlace]], lost: int
) -> None:
    path, places = killed
    path.write_bytes(path.read_bytes()[:-lost])
    (recovered,) = recover(tmp_path, {places[0].file: places[-1].end})
    assert recovered.missing_bytes == places[-1].end - recovered.kept_bytes > 0
    assert recovered.kept_bytes == find_whole_end(tmp_path / places[0].file)
    assert len(read_captures(tmp_path)) == 2


def test_a_finished_file_is_cut_too_where_the_ledger_knows_less(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as writer:
        first = writer.write(make_exchange(make_hop(1)))
        writer.write(make_exchange(make_hop(2)))
    assert first is not None
    assert [item.kept_bytes for item in recover(tmp_path, {first.file: first.end})] == [first.end]
    assert len(read_captures(tmp_path)) == 1


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as writer:
        writer.write(make_exchange(make_hop(1)))
        assert recover(tmp_path, {}) == []
    assert len(read_captures(tmp_path)) == 1
    assert recover(tmp_path / "nowhere", {}) == []


def write_until_killed(folder: Path, kill_after: int) -> list[tuple[str, int]]:
    """What a process of its own said it had written before it was killed: file and end of each exchange."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        writer = WarcWriter(folder, max_bytes=40_000)
        for number in range(100_000):
            place = writer.write(make_exchange(make_hop(number)))
            assert place is not None
            os.write(writing, f"{place.file} {place.end}\n".encode())
    os.close(writing)
    with os.fdopen(reading) as lines:
        said = [next(lines) for _ in range(kill_after)]
        os.kill(child, signal.SIGKILL)
        said += list(lines)
    os.waitpid(child, 0)
    return [(line.split()[0], int(line.split()[1])) for line in said]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_a_killed_writer_loses_nothing_that_it_said(tmp_path: Path) -> None:
    for kill in range(20):
        folder = tmp_path / str(kill)
        said = write_until_killed(folder, kill_after=5 + 4 * kill)
        recover(folder, dict(said))
        assert [path for path in folder.iterdir() if path.name.endswith(".open")] == []
        assert len(read_captures(folder)) == len(said)
