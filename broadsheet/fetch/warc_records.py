"""One exchange as records of a WARC/1.1 file, each a gzip member of its own.

Belongs here: what stands in a record. Files, their names and what is on disk belong to `warc_writer.py`. The field for
what HTTP does not say is defined in `broadsheet.ingest.warc_metadata`.

Messages are written in the form of HTTP/1.1 as they were received: header names, values and order as sent, the content
coding kept. The transfer coding is undone, so its header is renamed, and so is a length that is no longer true, as
Common Crawl does.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from broadsheet.fetch.exchange import Exchange, Headers, Hop

_NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_RENAMED = "X-Crawler-"
# Outcome -> reason of WARC-Truncated, where a body was cut.
_TRUNCATIONS = {"body_too_large": "length", "timed_out": "time", "protocol_error": "disconnect"}

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RefersTo:
    """The earlier response that a 304 stands for: its address, time, and payload digest if known."""

    url: str
    captured_at: datetime
    payload_digest: str | None = None


def write_warcinfo(file_name: str, at: datetime, about: Sequence[tuple[str, str]]) -> bytes:
    """The first record of a file, saying who wrote it and how."""
    lines = [*about, ("format", "WARC File Format 1.1")]
    block = _write_lines(lines)
    fields = [("WARC-Type", "warcinfo"), ("WARC-Date", _write_time(at)), ("WARC-Filename", file_name)]
    return _pack([*fields, ("Content-Type", "application/warc-fields")], block)


def write_records(exchange: Exchange, metadata: str | None, refers_to: RefersTo | None) -> list[bytes]:
    """A request and a response record for every hop with a response, in their order; the last is the last response.

    metadata: the value of WARC-JSON-Metadata for the last response. An exchange without a response gives none.
    """
    answered = [hop for hop in exchange.hops if hop.status is not None]
    records: list[bytes] = []
    for hop in answered:
        is_last = hop is exchange.hops[-1]
        response_id = _new_id()
        records.append(_write_request(hop, response_id))
        extra = [("WARC-JSON-Metadata", metadata)] if is_last and metadata else []
        if hop.is_body_cut:
            extra.append(("WARC-Truncated", _TRUNCATIONS.get(exchange.outcome, "unspecified") if is_last else "length"))
        records.append(_write_response(hop, response_id, extra, refers_to))
    return records


def compute_digest(content: bytes) -> str:
    """SHA-1 in Base32, the form in which archives look payloads up.

    >>> compute_digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode("ascii")


def _write_request(hop: Hop, response_id: str) -> bytes:
    parts = urlsplit(hop.url)
    target = (parts.path or "/") + (f"?{parts.query}" if "?" in hop.url else "")
    block = _write_message(f"GET {target} HTTP/1.1", hop.request_headers)
    fields = [
        ("WARC-Type", "request"),
        *_write_common(hop),
        ("WARC-Concurrent-To", response_id),
        ("WARC-Payload-Digest", compute_digest(b"")),
        ("Content-Type", "application/http; msgtype=request"),
    ]
    return _pack(fields, block)


def _write_response(hop: Hop, record_id: str, extra: Fields, refers_to: RefersTo | None) -> bytes:
    status_line = f"HTTP/1.1 {hop.status} {hop.reason}".rstrip()
    block = _write_message(status_line, tuple(_keep_true(hop))) + hop.body
    is_revisit = hop.status == 304 and refers_to is not None
    fields = [("WARC-Type", "revisit" if is_revisit else "response"), *_write_common(hop), *extra]
    if is_revisit and refers_to is not None:
        fields += _write_revisit(refers_to)
    else:
        fields.append(("WARC-Payload-Digest", compute_digest(hop.body)))
    return _pack([*fields, ("Content-Type", "application/http; msgtype=response")], block, record_id)


def _write_revisit(refers_to: RefersTo) -> Iterator[tuple[str, str]]:
    yield "WARC-Profile", _NOT_MODIFIED_PROFILE
    yield "WARC-Refers-To-Target-URI", refers_to.url
    yield "WARC-Refers-To-Date", _write_time(refers_to.captured_at)
    if refers_to.payload_digest:
        yield "WARC-Payload-Digest", refers_to.payload_digest


def _write_common(hop: Hop) -> Fields:
    fields = [("WARC-Target-URI", hop.url), ("WARC-Date", _write_time(hop.started_at))]
    return [*fields, ("WARC-IP-Address", hop.address)] if hop.address else fields


def _keep_true(hop: Hop) -> Iterator[tuple[str, str]]:
    """The headers of a response, those renamed that are not true of the body as it is stored."""
    length = str(len(hop.body))
    has_length = False
    for name, value in hop.headers:
        lowered = name.lower()
        if lowered == "content-length" and value == length and not has_length:
            has_length = True
            yield name, value
        elif lowered in ("transfer-encoding", "content-length"):
            yield _RENAMED + name, value
        else:
            yield name, value
    if not has_length and hop.status not in (204, 304):
        yield "Content-Length", length


def _write_message(first_line: str, headers: Headers) -> bytes:
    return f"{first_line}\r\n".encode("latin-1") + _write_lines(headers) + b"\r\n"


def _write_lines(pairs: Sequence[tuple[str, str]]) -> bytes:
    """Header lines; values are those of HTTP, kept as Latin-1."""
    return "".join(f"{name}: {value}\r\n" for name, value in pairs).encode("latin-1")


def _pack(fields: Fields, block: bytes, record_id: str | None = None) -> bytes:
    named = [
        *fields[:1],
        ("WARC-Record-ID", record_id or _new_id()),
        *fields[1:],
        ("WARC-Block-Digest", compute_digest(block)),
        ("Content-Length", str(len(block))),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in named).encode("utf-8")
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    return packer.compress(b"WARC/1.1\r\n" + head + b"\r\n" + block + b"\r\n\r\n") + packer.flush()


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _write_time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
