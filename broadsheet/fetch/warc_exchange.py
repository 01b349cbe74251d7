"""One exchange as records of a WARC/1.1 file, each a gzip member of its own.

Belongs here: which records an exchange becomes, and what they say of it. How a record is written belongs to
`broadsheet.ingest.warc_records`; files, their names and what is on disk to `warc_writer.py`; the field for what HTTP
does not say to `broadsheet.ingest.warc_metadata`.

Messages are written in the form of HTTP/1.1 as they were received: header names, values and order as sent, the content
coding kept. What opens something is left out of values: that of a cookie here, user and
password of an address where it is received.
The transfer coding is undone, so its header is renamed, and so is a length that is no longer true, as Common Crawl
does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from broadsheet.fetch.exchange import Exchange, Hop
from broadsheet.ingest.warc_metadata import FIELD
from broadsheet.ingest.warc_records import (
    NOT_MODIFIED_PROFILE,
    RENAMED,
    REQUEST_TYPE,
    RESPONSE_TYPE,
    make_record_id,
    pack_record,
    write_date,
    write_info,
    write_message,
    write_record,
)
from broadsheet.masking import mask_header

# Header values of an exchange are the bytes received, one character each.
_CHARSET = "latin-1"
# Outcome -> reason of WARC-Truncated, where a body was cut.
_TRUNCATIONS = {"body_too_large": "length", "timed_out": "time", "protocol_error": "disconnect"}

Fields = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class RefersTo:
    """The earlier response that a 304 stands for: its address, time, and payload digest if known."""

    url: str
    captured_at: datetime
    payload_digest: str | None = None


def write_warcinfo(file_name: str, at: datetime, about: Sequence[tuple[str, str]]) -> bytes:
    """The first record of a file, saying who wrote it and how."""
    return pack_record(write_info(file_name, at, about))


def write_records(exchange: Exchange, metadata: str | None, refers_to: RefersTo | None) -> list[bytes]:
    """A request and a response record for every hop with a response, in their order; the last is the last response.

    metadata: the value of WARC-JSON-Metadata for the last response. An exchange without a response gives none.
    """
    records: list[bytes] = []
    for number, hop in enumerate(exchange.hops):
        if hop.status is None:
            continue
        is_last = hop is exchange.hops[-1]
        response_id, request_id = (
            make_record_id(kind, exchange.requested_url, number, hop.url, hop.started_at)
            for kind in ("response", "request")
        )
        records.append(_write_request(hop, request_id, response_id))
        extra: Fields = [(FIELD, metadata if is_last else None)]
        if hop.is_body_cut:
            extra.append(("WARC-Truncated", _TRUNCATIONS.get(exchange.outcome, "unspecified") if is_last else "length"))
        records.append(_write_response(hop, response_id, extra, refers_to))
    return [pack_record(record) for record in records]


def _write_request(hop: Hop, record_id: str, response_id: str) -> bytes:
    parts = urlsplit(hop.url)
    target = (parts.path or "/") + (f"?{parts.query}" if "?" in hop.url else "")
    return write_record(
        "request",
        hop.started_at,
        record_id,
        write_message(f"GET {target} HTTP/1.1", hop.request_headers, charset=_CHARSET),
        url=hop.url,
        media_type=REQUEST_TYPE,
        payload=b"",
        fields=[("WARC-IP-Address", hop.address or None), ("WARC-Concurrent-To", response_id)],
    )


def _write_response(hop: Hop, record_id: str, extra: Fields, refers_to: RefersTo | None) -> bytes:
    is_revisit = hop.status == 304 and refers_to is not None
    fields: Fields = [("WARC-IP-Address", hop.address or None), *extra]
    if is_revisit and refers_to is not None:
        fields += _list_revisit_fields(refers_to)
    return write_record(
        "revisit" if is_revisit else "response",
        hop.started_at,
        record_id,
        write_message(f"HTTP/1.1 {hop.status} {hop.reason}", tuple(_keep_true(hop)), hop.body, charset=_CHARSET),
        url=hop.url,
        media_type=RESPONSE_TYPE,
        payload=None if is_revisit else hop.body,
        fields=fields,
    )


def _list_revisit_fields(refers_to: RefersTo) -> Fields:
    return [
        ("WARC-Profile", NOT_MODIFIED_PROFILE),
        ("WARC-Refers-To-Target-URI", refers_to.url),
        ("WARC-Refers-To-Date", write_date(refers_to.captured_at)),
        ("WARC-Payload-Digest", refers_to.payload_digest),
    ]


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
            yield RENAMED + name, value
        else:
            yield name, mask_header(name, value)
    if not has_length and hop.status not in (204, 304):
        yield "Content-Length", length
