"""Saved pages, ARC and WACZ: what becomes a capture, and what is said of broken ones."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from ingest_samples import PAGE, gzip_members, http_response, reasons, scan_one, warc_record, write_file

from broadsheet.ingest.days import read_day
from broadsheet.ingest.index import update_index
from broadsheet.ingest.sources import Source
from broadsheet.ingest.warc_metadata import FIELD, CaptureMetadata, write_metadata

HEAD = (
    "From: <Saved by Blink>\n"
    "Snapshot-Content-Location: https://post.example/ferry\n"
    "Subject: =?utf-8?Q?A_ferry_that\n"
    "sails=20again?=\n"
    "Date: Tue, 5 Mar 2024 08:30:00 -0000\n"
    "MIME-Version: 1.0\n"
    'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="----edge"\n'
)
PART = "Content-Type: text/html; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>Caf=C3=A9</p>\n"
IMAGE = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
PAGES = {
    "a subject over two lines": f"{HEAD}\n------edge\n{PART}------edge\n{IMAGE}------edge--\n",
    "without its last boundary": f"{HEAD}\n------edge\n{PART}",
    "without any boundary": f"{HEAD}\n\n{PART}",
    "another boundary than named": f"{HEAD}\n------other----\n{PART}------other----\n{IMAGE}",
    "within an alternative": f"{HEAD}\n------edge\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
    f"Content-Type: text/plain\n\nx\n--b\n{PART}--b--\n------edge--\n",
    "blanks before the head": f"\n\n{HEAD}\n------edge\n{PART}------edge--\n",
}


@pytest.mark.parametrize("case", PAGES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_saved_pages_are_read_however_they_are_put_together(tmp_path: Path, case: str, end: str) -> None:
    row, (capture,) = scan_one(tmp_path, "a.mhtml", PAGES[case].replace("\n", end).encode())
    assert capture.body.decode().strip() == "<p>Café</p>"
    assert (capture.url, capture.declared_charset) == ("https://post.example/ferry", "utf-8")
    assert (capture.captured_at.isoformat(), reasons(row)) == ("2024-03-05T08:30:00+00:00", [])


def arc_record(
    url: str = "http://post.example/1", body: bytes | None = None, length: object = None, two: bool = False
) -> bytes:
    block = http_response() if body is None else body
    count = len(block) if length is None else length
    more = "200 - - 0 a.arc " if two else ""
    return f"{url} 192.0.2.1 20240506070809 text/html {more}{count}\n".encode() + block + b"\n"


def arc_file(*records: bytes, version: int = 1) -> bytes:
    told = f"{version} 0 A test\nURL IP-address Archive-date Content-type Archive-length\n".encode()
    head = f"filedesc://a.arc 0.0.0.0 20240506000000 text/plain {len(told)}\n".encode()
    return b"".join((head + told + b"\n", *records))


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("packed", [False, True])
def test_every_answer_of_an_arc_is_a_capture(tmp_path: Path, version: int, packed: bool) -> None:
    records = [arc_record(f"http://post.example/{word}", two=version == 2) for word in ("1", "a page of words")]
    records.append(arc_record("dns:post.example", b"20240506 192.0.2.1", two=version == 2))
    first = arc_file(version=version)
    content = gzip_members(first, *records) if packed else b"".join((first, *records))
    row, captures = scan_one(tmp_path, "a.arc.gz" if packed else "a.arc", content)
    assert [capture.url for capture in captures] == ["http://post.example/1", "http://post.example/apageofwords"]
    assert [capture.origin_offset for capture in captures] == [len(first), len(first + records[0])]
    assert {(capture.body, capture.http_status, capture.content_type) for capture in captures} == {
        (PAGE, 200, "text/html")
    }
    assert captures[0].captured_at.isoformat() == "2024-05-06T07:08:09+00:00"
    assert (reasons(row), row.reader) == ([], "warc")


BROKEN_ARC = {
    "length too small": (arc_record(length=20), 3, ["wrong_length"]),
    "length too large": (arc_record(length=10_000), 3, ["wrong_length"]),
    "length is a word": (arc_record(length="abc"), 3, ["wrong_length"]),
    "length is negative": (arc_record(length=-1), 3, ["wrong_length"]),
    "beyond the cap": (arc_record(length=10**12), 2, ["too_large"]),
    "no head": (b"lorem ipsum\n\n", 2, ["bad_arc_record"]),
    "no body": (arc_record(body=b""), 2, ["bad_arc_record"]),
}


@pytest.mark.parametrize("case", BROKEN_ARC)
def test_a_broken_arc_record_costs_only_itself(tmp_path: Path, case: str) -> None:
    broken, count, wanted = BROKEN_ARC[case]
    row, captures = scan_one(tmp_path, "a.arc", arc_file(arc_record(), broken, arc_record("http://post.example/3")))
    assert (len(captures), reasons(row)) == (count, wanted)
    assert {capture.body for capture in captures} == {PAGE}


def test_the_last_arc_record_is_whole_where_its_own_length_says_so(tmp_path: Path) -> None:
    block = http_response(PAGE, f"Content-Length: {len(PAGE)}")
    row, captures = scan_one(tmp_path, "a.arc", arc_file(arc_record(body=block, length=len(block) + 3))[:-1])
    assert (len(captures), reasons(row)) == (1, ["wrong_length"])
    row, captures = scan_one(tmp_path, "a.arc", arc_file(arc_record(body=block[:-9], length=len(block))))
    assert (len(captures), reasons(row)) == (0, ["bad_arc_record"])


def wacz(*, digest: str | None = None, old_form: bool = False, **archives: bytes) -> bytes:
    """A WACZ of these archives (dots are written __), with their digests or a false one."""
    stream = io.BytesIO()
    resources = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in archives.items():
            path = f"archive/{name.replace('__', '.')}"
            container.writestr(path, content)
            found = digest or hashlib.sha256(content).hexdigest()
            told = {"stats": {"hash": found}, "hashing": "sha256"} if old_form else {"hash": f"sha256:{found}"}
            resources.append({"path": path, **told})
        container.writestr("pages/pages.jsonl", "{}")
        container.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": resources}))
    return stream.getvalue()


@pytest.mark.parametrize("old_form", [False, True])
def test_the_archives_of_a_wacz_are_read_and_their_digests_compared(tmp_path: Path, old_form: bool) -> None:
    first, second = gzip_members(warc_record(1), warc_record(2)), warc_record(1)
    row, captures = scan_one(tmp_path, "a.wacz", wacz(old_form=old_form, b__warc=second, a__warc__gz=first))
    assert (len(captures), reasons(row)) == (3, [])
    assert len({capture.capture_id for capture in captures}) == len({c.origin_offset for c in captures}) == 3
    row, captures = scan_one(tmp_path, "a.wacz", wacz(old_form=old_form, digest="0" * 64, a__warc=second))
    assert (len(captures), reasons(row)) == (1, ["digest_mismatch"])


def spoil(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]


ONE = wacz(a__warc=warc_record(1), b__warc=warc_record(2))
BROKEN_WACZ = {
    "no zip": (b"PK\x03\x04 is how it begins", ["bad_zip"]),
    "cut": (ONE[:-30], ["bad_zip"]),
    "an archive spoilt": (spoil(ONE, 60), ["bad_zip"]),
    "a zip within": (wacz(b__wacz=ONE, c__warc=warc_record(2)), ["unknown_kind"]),
    "a huge directory": (ONE[:-22] + ONE[-22:-10] + (1 << 30).to_bytes(4, "little") + ONE[-6:], ["bad_zip"]),
    "a bomb": (wacz(b__warc=bytes(18 << 20)), ["unpacks_too_far"]),
    "no archive": (wacz(), ["empty_file"]),
}


@pytest.mark.parametrize("case", BROKEN_WACZ)
def test_a_broken_wacz_is_told(tmp_path: Path, case: str) -> None:
    content, wanted = BROKEN_WACZ[case]
    row, _ = scan_one(tmp_path, "a.wacz", content)
    assert reasons(row)[-len(wanted) :] == wanted
    assert "reader_failed" not in reasons(row)


def test_a_revisit_that_says_not_modified_is_bookkeeping(tmp_path: Path) -> None:
    profile = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    same = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    records = [warc_record(1, kind="revisit", extra=[profile]), warc_record(2, kind="revisit", extra=[same])]
    row, captures = scan_one(tmp_path, "a.warc", b"".join(records))
    assert (captures, reasons(row)) == ([], ["revisit"])


ORIGINS = {"warc": "warc", "feed": "feed", "news_sitemap": "sitemap", "html_index": "url", "url_list": "url"}


@pytest.mark.parametrize("kind", ORIGINS)
def test_the_archives_of_a_live_source_say_what_its_pages_came_by(tmp_path: Path, kind: str) -> None:
    metadata = CaptureMetadata(
        source_id="echo", listed_title="A ferry", listed_published_at=datetime(2024, 5, 1, 9, tzinfo=UTC),
        ai_training_opt_out=True, redirect_urls=("https://post.example/0",), language_hint="en",
    )  # fmt: skip
    record = warc_record(1, extra=[f"{FIELD}: {write_metadata(metadata)}"])
    write_file(tmp_path, "a.warc.gz", gzip_members(record))
    sources = {domain: (Source("s", tmp_path, kind=kind, domain=domain),) for domain in (None, "post.example")}
    found = {
        domain: list(read_day(date(2024, 5, 1), update_index(source), source)) for domain, source in sources.items()
    }
    (own,), (declared,) = found[None], found["post.example"]
    assert own.origin_kind == ORIGINS[kind]
    assert (own.source_id, declared.source_id) == ("echo", "s")
    for name in ("listed_title", "listed_published_at", "ai_training_opt_out", "redirect_urls", "language_hint"):
        assert getattr(own, name) == getattr(metadata, name)


@pytest.mark.parametrize(
    "value", ['{"broadsheet":{"listed_title":"\\ud800","source_id":"../x"}}', "[" * 9000, '{"broadsheet":[]}']
)
def test_metadata_of_others_harms_nothing(tmp_path: Path, value: str) -> None:
    row, (capture,) = scan_one(tmp_path, "a.warc", warc_record(1, extra=[f"{FIELD}: {value}"]))
    assert (capture.source_id, reasons(row)) == ("example.com", [])
    assert capture.listed_title in (None, "\ufffd")
