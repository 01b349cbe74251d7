"""Zstandard files, archives with a dictionary, and pages that browsers save as one file."""

from __future__ import annotations

import struct
from pathlib import Path

import pyarrow
import pytest
from fastwarc.stream_io import ZstdWriter, zstd_train_dictionary_from_samples
from ingest_samples import FILE_TIME, PAGE, http_response, reasons, scan_one, warc_record


def pack(*contents: bytes) -> bytes:
    """Each content as a Zstandard frame of its own."""
    return b"".join(pyarrow.compress(content, codec="zstd", asbytes=True) for content in contents)


WARC = b"".join(warc_record(number) for number in range(1, 6))
FORMS = {
    "a.warc.zst": pack(*(warc_record(number) for number in range(1, 6))),
    "one_frame.warc.zst": pack(WARC),
    "raw_in_front.warc.zst": struct.pack("<II", 0x184D2A50, 3) + b"abc" + pack(WARC),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_zstd_archive_gives_the_captures_of_the_plain_one(tmp_path: Path, name: str) -> None:
    _, plain = scan_one(tmp_path, "plain.warc", WARC)
    row, captures = scan_one(tmp_path, name, FORMS[name])
    assert not reasons(row)
    assert [(c.url, c.body, c.captured_at) for c in captures] == [(c.url, c.body, c.captured_at) for c in plain]
    assert len(captures) == 5


@pytest.mark.parametrize("is_packed", [False, True], ids=["dictionary as it is", "dictionary packed"])
def test_an_archive_with_its_dictionary_in_front_is_read(tmp_path: Path, is_packed: bool) -> None:
    samples = [warc_record(number % 28 + 1, url=f"https://harbour.example.com/{number}") for number in range(400)]
    dictionary = zstd_train_dictionary_from_samples(samples, 4096)
    target = tmp_path / ".frames"
    with target.open("wb") as file:
        writer = ZstdWriter(file, dictionary=dictionary)
        writer.write(WARC)
        writer.close()
    held = pack(dictionary) if is_packed else dictionary
    content = struct.pack("<II", 0x184D2A5D, len(held)) + held + target.read_bytes()
    row, captures = scan_one(tmp_path, "crawl.warc.zst", content)
    assert (len(captures), reasons(row)) == (5, [])


def test_what_precedes_the_damage_is_kept_and_the_damage_told(tmp_path: Path) -> None:
    records = [warc_record(number, http_response(bytes(4000))) for number in range(1, 6)]
    row, captures = scan_one(tmp_path, "cut.warc.zst", pack(*records)[:-9])
    # The decoder drops the piece in which it meets the damage, and with it the end of the record before.
    assert (len(captures), reasons(row)) == (3, ["bad_zstd"])
    row, captures = scan_one(tmp_path, "huge.warc.zst", struct.pack("<II", 0x184D2A5D, 1 << 31) + b"x")
    assert (captures, reasons(row)) == ([], ["bad_zstd"])
    row, captures = scan_one(tmp_path, "plain.html.zst", PAGE)
    assert ([c.body for c in captures], reasons(row)) == ([PAGE], ["not_zstd"])
    row, captures = scan_one(tmp_path, "page.html.zst", pack(PAGE))
    assert ([c.body for c in captures], reasons(row)) == ([PAGE], [])


SAVED = """From: <Saved by Blink>
Snapshot-Content-Location: https://news.harbourpost.example.com/ferry
Subject: Ferry
Date: Tue, 5 Mar 2024 08:30:00 +0100
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----edge"

------edge
Content-Type: text/html; charset=utf-8
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.harbourpost.example.com/ferry?from=3Dhome

<html><body><p>Caf=C3=A9 on the ferry cost=
 3 euros.</p></body></html>
------edge
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://news.harbourpost.example.com/a.png

iVBORw0KGgo=
------edge--
"""


def test_a_page_saved_as_mhtml_is_its_html_part(tmp_path: Path) -> None:
    row, (capture,) = scan_one(tmp_path, "ferry.mhtml", SAVED.replace("\n", "\r\n").encode())
    assert reasons(row) == []
    assert capture.body.decode() == "<html><body><p>Café on the ferry cost 3 euros.</p></body></html>"
    assert capture.url == "https://news.harbourpost.example.com/ferry?from=3Dhome"
    assert capture.captured_at.isoformat() == "2024-03-05T07:30:00+00:00"
    assert (capture.content_type, capture.declared_charset) == ("text/html", "utf-8")


BROKEN = {
    "no html": (SAVED.replace("text/html; ", "text/css; "), 0, ["no_body"]),
    "cut": (SAVED[: SAVED.index(" on the ferry")], 1, []),
    "no date": (SAVED.replace("Date:", "Dated:"), 1, ["no_captured_at"]),
    "bad date": (SAVED.replace("Tue, 5 Mar 2024", "Tue, 55 Mor 20240"), 1, ["bad_captured_at"]),
    "local address": (SAVED.replace("Content-Location: https", "Content-Location: cid"), 1, []),
    "no mail": ("just words", 0, ["no_body"]),
    "empty": ("", 0, ["empty_file"]),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_mhtml_is_read_as_far_as_it_goes(tmp_path: Path, case: str) -> None:
    content, count, wanted = BROKEN[case]
    row, captures = scan_one(tmp_path, "a.mht", content.encode())
    assert (len(captures), reasons(row)) == (count, wanted)
    if "captured_at" in "".join(wanted):
        assert captures[0].captured_at == FILE_TIME
    if case == "local address":
        assert captures[0].url is None
