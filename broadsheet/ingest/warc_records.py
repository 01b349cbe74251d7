"""WARC/1.1 records as bytes: the one place that writes them, for the fetcher's exchanges and for exported captures.

Belongs here: fields, digests, ids, HTTP heads and the gzip member of one record. Pure: no file, no clock, no random
source; who calls it says when, and the id of a record is a hash of what it stands for. What is put into a record
belongs to broadsheet.fetch.warc_exchange and broadsheet.ingest.warc_export; reading belongs to broadsheet.ingest.warc.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

VERSION = "WARC/1.1"
RESPONSE_TYPE = "application/http; msgtype=response"
REQUEST_TYPE = "application/http; msgtype=request"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# Before the name of a header that is not true of the body as it is stored, as Common Crawl writes it.
RENAMED = "X-Crawl-"
Headers = Sequence[tuple[str, str]]

_IDS = uuid.UUID("5f0c7a52-6f0b-5d0a-9d0e-3a1c2f6f8b11")
# What would end a line or the head, and what no reader of a head expects.
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]+")


def write_record(
    kind: str,
    at: datetime,
    record_id: str,
    block: bytes = b"",
    *,
    url: str | None = None,
    media_type: str | None = None,
    payload: bytes | None = None,
    fields: Iterable[tuple[str, str | None]] = (),
) -> bytes:
    """One record, not packed: head, block and the two line ends after it.

    kind: WARC-Type. at: WARC-Date, with its microseconds where there are any. url: WARC-Target-URI. media_type:
    Content-Type of the block. payload: what WARC-Payload-Digest is of, where it differs in meaning from the block (the
    body of an HTTP message as sent). fields: more named fields in order; those without a value are left out. Control
    characters within a value become one blank, so that no value can end its line.
    """
    head: list[tuple[str, str | None]] = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", record_id),
        ("WARC-Date", write_date(at)),
        ("WARC-Target-URI", url),
        *fields,
        ("WARC-Payload-Digest", None if payload is None else write_digest(payload)),
        ("WARC-Block-Digest", write_digest(block)),
        ("Content-Type", media_type),
        ("Content-Length", str(len(block))),
    ]
    lines = [VERSION, *(f"{name}: {clean_value(value)}" for name, value in head if value is not None), "", ""]
    return b"".join(["\r\n".join(lines).encode("utf-8", "replace"), block, b"\r\n\r\n"])


def write_info(file_name: str, at: datetime, about: Iterable[tuple[str, str]]) -> bytes:
    """The record that stands first in a file. about: what it says of the file, such as ("software", ...)."""
    lines = [*about, ("format", "WARC File Format 1.1")]
    return write_record(
        "warcinfo",
        at,
        make_record_id("warcinfo", file_name, at),
        "".join(f"{name}: {clean_value(value)}\r\n" for name, value in lines).encode("utf-8", "replace"),
        media_type="application/warc-fields",
        fields=[("WARC-Filename", file_name)],
    )


def pack_record(record: bytes, level: int = 6) -> bytes:
    """The record as a gzip member of its own, the same bytes for the same record (no time, no name)."""
    packer = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(record) + packer.flush()


def make_record_id(*parts: object) -> str:
    """The WARC-Record-ID of what `parts` name: the same for the same parts, so that a rerun writes the same record.

    >>> make_record_id("response", "https://a.example/", 1) == make_record_id("response", "https://a.example/", 1)
    True
    >>> make_record_id("a", "bc") == make_record_id("ab", "c")
    False
    """
    return f"<urn:uuid:{uuid.uuid5(_IDS, repr([str(part) for part in parts]))}>"


def write_date(at: datetime) -> str:
    """A time as WARC-Date: UTC, to the second or to the microsecond.

    >>> write_date(datetime(2024, 5, 1, 12, 0, 0, 250000, tzinfo=UTC))
    '2024-05-01T12:00:00.250000Z'
    """
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def write_digest(content: bytes) -> str:
    """`sha256:` and the digest in base32, the form that WARC readers check.

    >>> write_digest(b"")
    'sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ===='
    """
    return f"sha256:{base64.b32encode(hashlib.sha256(content).digest()).decode('ascii')}"


def write_message(first_line: str, headers: Headers, body: bytes = b"", *, charset: str = "utf-8") -> bytes:
    """An HTTP/1.1 message as the block of a request or response record. first_line: request or status line.

    Headers keep their order and repetitions. Where a header holds a control character it becomes a blank. charset:
    how first line and headers are written; latin-1 where their characters stand for the bytes received.
    """
    lines = [clean_value(first_line), *(f"{clean_value(name)}: {clean_value(value)}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode(charset, "replace") + body


def clean_value(value: str) -> str:
    """A value that stays on its line.

    >>> clean_value("a\\r\\nWARC-Type: response")
    'a WARC-Type: response'
    """
    return _CONTROL.sub(" ", value).strip()
