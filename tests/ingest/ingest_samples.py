"""Inputs that the tests of ingest share: WARC records written by hand, and a source over a folder."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.ingest.days import captures_frame, read_day
from broadsheet.ingest.inbox_rows import InboxFile
from broadsheet.ingest.index import list_days, update_index
from broadsheet.ingest.sources import Source
from broadsheet.records import Capture

PAGE = b"<html><body><p>The ferry to Lund Island sails again.</p></body></html>"
FILE_TIME = datetime(2024, 3, 9, 23, 59, 59, 250000, tzinfo=UTC)


def http_response(body: bytes = PAGE, *headers: str, status: int = 200) -> bytes:
    """An HTTP response; without headers it is HTML in UTF-8."""
    lines = headers or ("Content-Type: text/html; charset=UTF-8",)
    return "\r\n".join([f"HTTP/1.1 {status} OK", *lines, "", ""]).encode("latin-1") + body


def warc_record(
    number: int = 1,
    block: bytes | None = None,
    *,
    kind: str = "response",
    version: str = "1.0",
    length: int | str | None = None,
    at: str | None = None,
    url: str | None = None,
    media: str = "application/http; msgtype=response",
    extra: Iterable[str] = (),
) -> bytes:
    """One WARC record with the two line ends after it; `length` overrides the true Content-Length."""
    block = http_response() if block is None else block
    fields = [
        f"WARC/{version}",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{number}>",
        f"WARC-Target-URI: {url or f'https://news.harbourpost.example.com/{number}'}",
        f"WARC-Date: {at or f'2024-05-{number:02d}T10:00:00Z'}",
        f"Content-Type: {media}",
        *extra,
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join([*fields, "", ""]).encode() + block + b"\r\n\r\n"


def gzip_members(*records: bytes) -> bytes:
    """Each record as a gzip member of its own, as crawlers write them."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def write_file(folder: Path, name: str, content: bytes, at: datetime = FILE_TIME) -> Path:
    """Write a file with that time of change."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    microseconds = round(at.timestamp() * 1_000_000)
    os.utime(path, ns=(microseconds * 1000, microseconds * 1000))
    return path


def inbox(folder: Path) -> tuple[Source, ...]:
    """The default source over `folder`."""
    return (Source("inbox", folder),)


def scan_one(folder: Path, name: str, content: bytes) -> tuple[InboxFile, list[Capture]]:
    """The index row of one file that is alone in `folder`, and all its captures in the order of the file."""
    for former in folder.glob("*.*"):
        former.unlink()
    write_file(folder, name, content)
    (row,) = update_index(inbox(folder))
    captures = read_all(folder, (row,))
    return row, sorted(captures, key=lambda capture: capture.origin_offset)


def read_all(folder: Path, index: tuple[InboxFile, ...]) -> list[Capture]:
    """The captures of all days of `index`; each day also fits the table."""
    captures = []
    for day, count in list_days(index).items():
        found = list(read_day(day, index, inbox(folder)))
        assert len(found) == count == captures_frame(found).height
        captures += found
    return captures


def reasons(row: InboxFile) -> list[str]:
    """Reasons of the problems of a file, in order."""
    return [problem.reason for problem in row.problems]
